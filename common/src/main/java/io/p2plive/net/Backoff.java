/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: doubling up to a ceiling, each time a random part of it, so that many who lost the
 * same thing do not come back together.
 *
 * <p>Not synchronized: belongs to whoever retries.
 */
public final class Backoff {
    private static final double LEAST_PART = 0.5;

    private final long firstMillis;
    private final long maxMillis;
    private final DoubleSupplier random;
    private long ceilingMillis;

    /** Waits from half of {@code firstMillis} up to {@code maxMillis}. */
    public Backoff(long firstMillis, long maxMillis) {
        this(firstMillis, maxMillis, () -> ThreadLocalRandom.current().nextDouble());
    }

    Backoff(long firstMillis, long maxMillis, DoubleSupplier random) {
        this.firstMillis = firstMillis;
        this.maxMillis = maxMillis;
        this.random = random;
        this.ceilingMillis = firstMillis;
    }

    /** The wait before the next try. */
    public long nextMillis() {
        long ceiling = ceilingMillis;
        ceilingMillis = Math.min(maxMillis, ceilingMillis * 2);
        return (long) (ceiling * (LEAST_PART + (1 - LEAST_PART) * random.getAsDouble()));
    }

    /** It worked: the next failure starts from the first wait again. */
    public void reset() {
        ceilingMillis = firstMillis;
    }
}
