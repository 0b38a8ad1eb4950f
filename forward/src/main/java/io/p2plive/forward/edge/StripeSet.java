/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import io.p2plive.protocol.Limits;
import java.util.Collection;

/** Some of a stream's stripes. Immutable. */
record StripeSet(int bits) {
    static final StripeSet NONE = new StripeSet(0);
    /** However many the stream has. */
    static final StripeSet ALL = new StripeSet((1 << Limits.MAX_STRIPES) - 1);

    static StripeSet of(Collection<Integer> stripes) {
        int bits = 0;
        for (int stripe : stripes) {
            if (stripe < 0 || stripe >= Limits.MAX_STRIPES) {
                throw new IllegalArgumentException("stripe is not in 0 … " + (Limits.MAX_STRIPES - 1));
            }
            bits |= 1 << stripe;
        }
        return new StripeSet(bits);
    }

    boolean contains(int stripe) {
        return (bits & 1 << stripe) != 0;
    }

    boolean isEmpty() {
        return bits == 0;
    }

    StripeSet without(StripeSet others) {
        return new StripeSet(bits & ~others.bits);
    }
}
