/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * The rate of a growing total over the last second. Samples come from one thread, any may read.
 *
 * <p>Safe from any thread.
 */
final class OutRate {
    static final long SAMPLE_MILLIS = 250;

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double BITS_PER_BYTE = 8;

    private record Sample(long bytes, long atNanos) {}

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private volatile long bitsPerSecond;

    /** Nothing went out before {@code startNanos}. */
    OutRate(long startNanos) {
        samples.add(new Sample(0, startNanos));
    }

    void sample(long totalBytes, long nowNanos) {
        samples.addLast(new Sample(totalBytes, nowNanos));
        while (nowNanos - samples.peekFirst().atNanos() > WINDOW_NANOS) {
            samples.removeFirst();
        }
        Sample first = samples.peekFirst();
        long nanos = nowNanos - first.atNanos();
        double seconds = nanos / (double) WINDOW_NANOS;
        bitsPerSecond = nanos == 0 ? 0 : Math.round((totalBytes - first.bytes()) * BITS_PER_BYTE / seconds);
    }

    long bitsPerSecond() {
        return bitsPerSecond;
    }
}
