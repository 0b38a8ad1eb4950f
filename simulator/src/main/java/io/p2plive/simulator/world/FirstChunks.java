/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import java.util.Arrays;

/**
 * When a sender heard that a stripe is wanted, when the first chunk of it could be queued, and when that went onto the
 * line; −1 while it has not. Confined to the run.
 */
final class FirstChunks {
    private final long[] heardMicros;
    private final long[] queuedMicros;
    private final long[] sentMicros;

    FirstChunks(int stripes) {
        this.heardMicros = new long[stripes];
        this.queuedMicros = new long[stripes];
        this.sentMicros = new long[stripes];
        Arrays.fill(heardMicros, -1);
    }

    void onHeard(int stripe, long nowMicros) {
        heardMicros[stripe] = nowMicros;
        queuedMicros[stripe] = -1;
        sentMicros[stripe] = -1;
    }

    void onSent(int stripe, long sinceMicros, long nowMicros) {
        if (sentMicros[stripe] < 0) {
            queuedMicros[stripe] = sinceMicros;
            sentMicros[stripe] = nowMicros;
        }
    }

    /** The three times, in turn. */
    long[] of(int stripe) {
        return new long[] {heardMicros[stripe], queuedMicros[stripe], sentMicros[stripe]};
    }
}
