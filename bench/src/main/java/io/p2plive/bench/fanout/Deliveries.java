/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import io.p2plive.bench.harness.Latencies;

/** What all viewers together got, and how late. Confined to the loop's thread. */
final class Deliveries implements ChunkListener {
    private RelayFeed feed;
    private Latencies delays = new Latencies();
    private long delivered;

    void from(RelayFeed source) {
        feed = source;
    }

    @Override
    public void onChunk(long sequence, int bytes, long firstNanos, long lastNanos) {
        delivered++;
        delays.add(lastNanos - feed.sentNanos(sequence));
    }

    long delivered() {
        return delivered;
    }

    /** The delays since the last call. */
    Latencies takeDelays() {
        Latencies taken = delays;
        delays = new Latencies();
        return taken;
    }
}
