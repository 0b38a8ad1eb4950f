/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

/** Hears of each chunk that a viewer got. Called on the loop. */
@FunctionalInterface
public interface ChunkListener {
    /**
     * A whole chunk is there.
     *
     * @param bytes with its header
     * @param firstNanos when its first byte was read
     * @param lastNanos when its last byte was read
     */
    void onChunk(long sequence, int bytes, long firstNanos, long lastNanos);
}
