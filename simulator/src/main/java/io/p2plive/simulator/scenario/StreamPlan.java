/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.scenario;

/**
 * The stream, and how it is watched. Immutable.
 *
 * @param bitsPerSecond of video
 * @param framesPerSecond pictures a second
 * @param picturesPerGop from one I picture to the next
 * @param bufferMillis from ingest to picture when all goes well
 * @param isGopStriped whether whole GOPs take turns among the stripes, paced over as many GOP times as there are stripes,
 *     instead of chunks
 */
public record StreamPlan(
        int bitsPerSecond, int framesPerSecond, int picturesPerGop, int bufferMillis, boolean isGopStriped) {
    /** Checks the numbers. */
    public StreamPlan {
        Range.check("bitrate", bitsPerSecond, 10_000, 50_000_000);
        Range.check("frame rate", framesPerSecond, 1, 120);
        Range.check("pictures of a GOP", picturesPerGop, 1, 600);
        Range.check("buffer", bufferMillis, 0, 60_000);
    }
}
