/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.stream;

import io.p2plive.media.Chunk;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RelayMessage;
import java.util.List;

/** One epoch of a stream on its way in, over one channel of one relay link. Safe from any thread. */
public final class Source {
    private final LiveStreams<?> streams;
    private final LiveStream<?> stream;
    private final RelayMessage.Open open;

    Source(LiveStreams<?> streams, LiveStream<?> stream, RelayMessage.Open open) {
        this.streams = streams;
        this.stream = stream;
        this.open = open;
    }

    long epoch() {
        return open.epoch();
    }

    int stripes() {
        return open.stripes();
    }

    /**
     * Takes ownership of a chunk's bytes.
     *
     * @throws ProtocolException when they are no chunk of this epoch
     */
    public Chunk parse(byte[] wire) throws ProtocolException {
        Chunk chunk = Chunk.parse(wire, open.stripes());
        if (chunk.epoch() != open.epoch() || chunk.format() != open.format()) {
            throw ProtocolException.malformed(
                    "the chunk is not of the epoch and format that its channel was opened for");
        }
        return chunk;
    }

    /**
     * Hands chunks to the stream.
     *
     * @param taken called on the stream's loop when they are through
     */
    public void publish(List<Chunk> chunks, Runnable taken) {
        stream.publish(this, chunks, taken);
    }

    /** Nothing more comes; called once, instead of {@link #lose}. */
    public void close(RelayMessage.CloseReason reason) {
        stream.close(this, reason);
        streams.leave(stream.name());
    }

    /** The link is gone; called once, instead of {@link #close}. */
    public void lose() {
        stream.lose(this);
        streams.leave(stream.name());
    }
}
