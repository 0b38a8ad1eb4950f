/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

/** Whether one child takes what it is sent as fast as it comes. Times in microseconds. Confined to the run. */
final class ChildFlow {
    private static final long OLD_QUEUE_MICROS = 300_000;
    private static final long SHORT_QUEUE_MICROS = 100_000;
    /** A queue that a large picture makes is gone within that; what then still waits is a standing queue. */
    private static final long STANDING_MICROS = 1_000_000;

    private static final long FRESH_MICROS = 2_000_000;
    private static final long BEHIND_MICROS = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    boolean isCongested;
    boolean isDrained;
    private final long sinceMicros;
    private long shortestSinceMicros = Long.MIN_VALUE / 2;
    private int shortestBytes = Integer.MAX_VALUE;
    private int formerBytes = Integer.MAX_VALUE;
    private long behindSinceMicros = NEVER;

    ChildFlow(long nowMicros) {
        this.sinceMicros = nowMicros;
    }

    /** Looks at its queue, of a feed of so many bytes a microsecond. */
    void look(Feed feed, double bytesPerMicro, long nowMicros) {
        double queueMicros = standingBytes(feed.queuedBytes, nowMicros) / bytesPerMicro;
        behindSinceMicros = feed.isBehind() ? Math.min(behindSinceMicros, nowMicros) : NEVER;
        boolean lags = behindSinceMicros != NEVER && nowMicros - behindSinceMicros >= BEHIND_MICROS;
        boolean isFresh = nowMicros - sinceMicros < FRESH_MICROS;
        isCongested = !isFresh && (queueMicros > OLD_QUEUE_MICROS || lags);
        isDrained = queueMicros <= SHORT_QUEUE_MICROS && !feed.isBehind();
    }

    private int standingBytes(int bytes, long nowMicros) {
        if (nowMicros - shortestSinceMicros >= STANDING_MICROS / 2) {
            formerBytes = shortestBytes;
            shortestBytes = bytes;
            shortestSinceMicros = nowMicros;
        }
        shortestBytes = Math.min(shortestBytes, bytes);
        return Math.min(shortestBytes, formerBytes);
    }
}
