/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import java.util.concurrent.atomic.LongAdder;

/** What went out and what did not, over all viewers since the start. Safe from any thread. */
public final class EdgeCounters {
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder chunksOut = new LongAdder();
    private final LongAdder chunksDropped = new LongAdder();

    void sent(int bytes, int chunks) {
        bytesOut.add(bytes);
        chunksOut.add(chunks);
    }

    void dropped(int chunks) {
        chunksDropped.add(chunks);
    }

    /** Bytes of frames handed to viewers' sockets. */
    public long bytesOut() {
        return bytesOut.sum();
    }

    /** Chunks handed to viewers' sockets. */
    public long chunksOut() {
        return chunksOut.sum();
    }

    /** Chunks that a viewer was too slow to get, or that we were. */
    public long chunksDropped() {
        return chunksDropped.sum();
    }
}
