/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/** One viewer of the floor. Confined to its server's thread. */
final class FloorViewer {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    private int lastFourBytes;

    FloorViewer(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    SelectionKey key() {
        return key;
    }

    /** Whether these bytes end its request. */
    boolean isRequestWhole(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            lastFourBytes = lastFourBytes << 8 | bytes.get();
            if (lastFourBytes == 0x0d0a0d0a) {
                return true;
            }
        }
        return false;
    }

    /** Writes a frame, from its start; what does not fit waits. */
    void write(ByteBuffer frame) throws IOException {
        if (waiting.isEmpty()) {
            channel.write(frame.position(0));
            if (!frame.hasRemaining()) {
                return;
            }
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
        waiting.add(waiting.isEmpty() ? frame.duplicate() : frame.duplicate().position(0));
    }

    /** The socket takes more. */
    void writeOn() throws IOException {
        while (!waiting.isEmpty()) {
            channel.write(waiting.peek());
            if (waiting.peek().hasRemaining()) {
                return;
            }
            waiting.poll();
        }
        key.interestOps(SelectionKey.OP_READ);
    }
}
