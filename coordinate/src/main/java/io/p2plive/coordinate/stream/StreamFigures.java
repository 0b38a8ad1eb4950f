/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import java.util.concurrent.TimeUnit;

/**
 * What flowed in an epoch. Immutable.
 *
 * @param bitsPerSecond over the last whole second or so
 * @param windowNanos when the present window began; 0 before the first chunk
 */
public record StreamFigures(
        long chunks, long bytes, long keyframes, long bitsPerSecond, long windowNanos, long windowBytes) {
    /** Nothing yet. */
    public static final StreamFigures NONE = new StreamFigures(0, 0, 0, 0, 0, 0);

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    StreamFigures plus(Parcel parcel, long nowNanos) {
        int size = parcel.bytes();
        long start = windowNanos == 0 ? nowNanos : windowNanos;
        long elapsedNanos = nowNanos - start;
        boolean isOver = elapsedNanos >= WINDOW_NANOS;
        long rate = isOver ? (windowBytes + size) * 8 * WINDOW_NANOS / elapsedNanos : bitsPerSecond;
        return new StreamFigures(
                chunks + parcel.chunks(),
                bytes + size,
                keyframes + (parcel.isKeyframe() ? 1 : 0),
                rate,
                isOver ? nowNanos : start,
                isOver ? 0 : windowBytes + size);
    }
}
