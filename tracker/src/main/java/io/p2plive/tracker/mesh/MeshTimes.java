/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

/**
 * How long the mesh waits for things. Immutable.
 *
 * @param graceMillis how long a viewer whose connection broke keeps its place, unless a neighbour says that it is gone
 * @param returnMillis how long an edge that one end reported waits for the other end to report it too
 * @param connectMillis after this long a parent that has not delivered is taken for unreachable
 * @param retryMillis for this long a viewer is not sent back to a source that it lost
 * @param slowMillis for this long a viewer is not sent back to a parent that was too slow for it
 * @param forgetMillis for this long two viewers that could not connect are not introduced again
 */
public record MeshTimes(
        long graceMillis, long returnMillis, long connectMillis, long retryMillis, long slowMillis, long forgetMillis) {

    /** What suits browsers: a link opens in well under a second, or after some seconds, or never. */
    public static final MeshTimes DEFAULT = new MeshTimes(1_500, 5_000, 15_000, 1_000, 60_000, 600_000);

    /** The same with another grace. */
    public MeshTimes withGrace(long millis) {
        return new MeshTimes(millis, returnMillis, connectMillis, retryMillis, slowMillis, forgetMillis);
    }
}
