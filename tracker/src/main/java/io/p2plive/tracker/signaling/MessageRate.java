/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.signaling;

import java.util.concurrent.TimeUnit;

/** How many messages a connection may still send: a bucket that fills with time. Confined to the connection's loop. */
final class MessageRate {
    private final double perNano;
    private final int burst;
    private double tokens;
    private long lastNanos;

    MessageRate(int perSecond, int burst, long nowNanos) {
        this.perNano = (double) perSecond / TimeUnit.SECONDS.toNanos(1);
        this.burst = burst;
        this.tokens = burst;
        this.lastNanos = nowNanos;
    }

    /** Whether one more message is within the rate. */
    boolean take(long nowNanos) {
        tokens = Math.min(burst, tokens + (nowNanos - lastNanos) * perNano);
        lastNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
