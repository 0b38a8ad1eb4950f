/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import java.util.concurrent.TimeUnit;

/** How many messages one viewer may send in a second. Confined to {@code loop}. */
final class MessageBudget {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int maxPerSecond;
    private long windowNanos;
    private int count;

    MessageBudget(int maxPerSecond) {
        this.maxPerSecond = maxPerSecond;
    }

    /** Whether one more is within the budget. */
    boolean spend(long nowNanos) {
        if (count == 0 || nowNanos - windowNanos > WINDOW_NANOS) {
            windowNanos = nowNanos;
            count = 0;
        }
        count++;
        return count <= maxPerSecond;
    }
}
