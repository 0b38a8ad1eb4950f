/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

/**
 * What viewers may take, and how far a slow one may fall behind. Immutable.
 *
 * @param maxViewers most viewers at once
 * @param maxConnectionsPerAddress most connections of one address
 * @param queueBytes most bytes that wait for one viewer, beside the backlog with which it began
 * @param queueMillis how long a chunk may wait for one viewer
 * @param stalledMillis after this long without taking anything a viewer is closed
 * @param batchMillis how long a chunk may wait for others to go out with it; 0 for not at all
 */
public record EdgeLimits(
        int maxViewers,
        int maxConnectionsPerAddress,
        int queueBytes,
        int queueMillis,
        int stalledMillis,
        int batchMillis) {
    private static final int LEAST_QUEUE_BYTES = 64 * 1024;
    private static final int MOST_BYTES = 1024 * 1024 * 1024;
    private static final int MOST_MILLIS = 600_000;
    private static final int MOST_BATCH_MILLIS = 1_000;

    /** Checks each bound. */
    public EdgeLimits {
        check("viewers.maxViewers", maxViewers, 1, 1_000_000);
        check("viewers.maxConnectionsPerAddress", maxConnectionsPerAddress, 1, 1_000_000);
        check("viewers.queueBytes", queueBytes, LEAST_QUEUE_BYTES, MOST_BYTES);
        check("viewers.queueMillis", queueMillis, 100, MOST_MILLIS);
        check("viewers.stalledMillis", stalledMillis, 100, MOST_MILLIS);
        check("viewers.batchMillis", batchMillis, 0, MOST_BATCH_MILLIS);
    }

    private static void check(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " is not in " + min + " … " + max);
        }
    }
}
