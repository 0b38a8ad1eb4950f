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
    private static final long REPEATS_WINDOW_MICROS = 1_000_000;
    private static final int MANY_REPEATS = 8;
    private static final double MANY_REPEATS_SHARE = 0.2;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    boolean isCongested;
    boolean isDrained;
    private final long sinceMicros;
    private long shortestSinceMicros = LONG_AGO;
    private int shortestBytes = Integer.MAX_VALUE;
    private int formerBytes = Integer.MAX_VALUE;
    private long behindSinceMicros = NEVER;
    private long countedMicros = LONG_AGO;
    private int sent;
    private int repeated;
    /** It asks for so much once more that it does not keep up. */
    private boolean isRepeating;

    ChildFlow(long nowMicros) {
        this.sinceMicros = nowMicros;
    }

    /** Looks at its queue, of a feed of so many bytes a microsecond. */
    void look(Feed feed, double bytesPerMicro, long nowMicros) {
        double queueMicros = standingBytes(feed.queue.allBytes(), nowMicros) / bytesPerMicro;
        behindSinceMicros = feed.isBehind() ? Math.min(behindSinceMicros, nowMicros) : NEVER;
        boolean lags = behindSinceMicros != NEVER && nowMicros - behindSinceMicros >= BEHIND_MICROS;
        boolean isFresh = nowMicros - sinceMicros < FRESH_MICROS;
        countRepeats(feed, nowMicros);
        lags |= isRepeating;
        isCongested = !isFresh && (queueMicros > OLD_QUEUE_MICROS || lags);
        isDrained = queueMicros <= SHORT_QUEUE_MICROS && !feed.isBehind() && !isRepeating;
    }

    private void countRepeats(Feed feed, long nowMicros) {
        if (nowMicros - countedMicros < REPEATS_WINDOW_MICROS) {
            return;
        }
        int again = feed.chunksRepeated - repeated;
        boolean isFirst = countedMicros == LONG_AGO;
        isRepeating = !isFirst && again >= MANY_REPEATS && again > MANY_REPEATS_SHARE * (feed.chunksSent - sent);
        countedMicros = nowMicros;
        sent = feed.chunksSent;
        repeated = feed.chunksRepeated;
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
