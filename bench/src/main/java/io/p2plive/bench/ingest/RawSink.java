/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Counts what comes, whatever it is. Confined to its loop. */
final class RawSink implements Receiver {
    private final SocketChannel channel;
    private final ByteBuffer read;
    private long bytes;

    /** Reads into that buffer. */
    RawSink(SocketChannel channel, ByteBuffer read) {
        this.channel = channel;
        this.read = read;
    }

    @Override
    public void onReadable() throws IOException {
        int count = channel.read(read.clear());
        if (count < 0) {
            throw new EOFException("the relay closed a link");
        }
        bytes += count;
    }

    @Override
    public boolean isLinked() {
        return bytes > 0;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long pushedBytes() {
        return bytes;
    }
}
