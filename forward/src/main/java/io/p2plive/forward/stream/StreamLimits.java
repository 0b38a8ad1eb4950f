/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.stream;

/**
 * How much is kept of streams, and of how many. Immutable.
 *
 * @param gopBytes of the running GOP; a longer one is not kept, and newcomers wait for the next keyframe
 * @param recentBytes of the chunks that can be asked for again
 * @param recentMillis how long a chunk can be asked for again
 * @param idleMillis how long a stream is remembered that nobody pushes or watches
 * @param maxStreams most streams that are or were pushed
 * @param maxWaiting most names that viewers wait for though nobody ever pushed them
 */
public record StreamLimits(
        int gopBytes, int recentBytes, int recentMillis, int idleMillis, int maxStreams, int maxWaiting) {
    private static final int LEAST_BYTES = 64 * 1024;
    private static final int MOST_BYTES = 1024 * 1024 * 1024;
    private static final int MOST_MILLIS = 3_600_000;

    /** Checks each bound. */
    public StreamLimits {
        check("streams.gopBytes", gopBytes, LEAST_BYTES, MOST_BYTES);
        check("streams.recentBytes", recentBytes, LEAST_BYTES, MOST_BYTES);
        check("streams.recentMillis", recentMillis, 0, MOST_MILLIS);
        check("streams.idleMillis", idleMillis, 0, MOST_MILLIS);
        check("streams.maxStreams", maxStreams, 1, 100_000);
        check("streams.maxWaiting", maxWaiting, 0, 100_000);
    }

    private static void check(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " is not in " + min + " … " + max);
        }
    }
}
