/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import io.p2plive.media.Chunk;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RelayMessage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One relay link, from the forward's side: greets, answers pings, counts chunks. Confined to its loop's thread. */
final class Sink implements Receiver {
    private static final int CONTROL = 1;
    /** Kind and channel. */
    private static final int PREFIX_BYTES = 3;

    private static final int AT_KIND = 4;
    private static final int AT_CHANNEL = 5;
    private static final int AT_SEQUENCE = 15;
    /** Up to the end of a chunk's sequence. */
    private static final int HEAD_BYTES = 19;

    private static final int MAX_CHANNELS = 1_024;

    private final SinkLoop loop;
    private final SocketChannel channel;
    private final ByteBuffer held = ByteBuffer.allocate(Limits.MAX_RELAY_FRAME_BYTES + Integer.BYTES);
    private int bodyLeft;
    private boolean isGreeted;
    private final long[] next = new long[MAX_CHANNELS];
    private long chunks;
    private long bytes;
    private long pushedBytes;
    private long lost;

    Sink(SinkLoop loop, SocketChannel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    @Override
    public void onReadable() throws IOException {
        if (channel.read(loop.read.clear()) < 0) {
            throw new EOFException("coordinate closed a relay link");
        }
        ByteBuffer read = loop.read.flip();
        bytes += read.remaining();
        while (read.hasRemaining()) {
            if (bodyLeft > 0) {
                int count = Math.min(bodyLeft, read.remaining());
                read.position(read.position() + count);
                bodyLeft -= count;
            } else {
                takeHead(read);
            }
        }
    }

    /** Of a control frame all of it is held, of a chunk's only what tells its sequence. */
    private void takeHead(ByteBuffer read) throws IOException {
        held.put(read.get());
        if (held.position() <= AT_KIND) {
            return;
        }
        int frame = Integer.BYTES + held.getInt(0);
        boolean isControl = held.get(AT_KIND) == CONTROL;
        int wanted = isControl ? frame : Math.min(frame, HEAD_BYTES);
        int count = Math.min(wanted - held.position(), read.remaining());
        held.put(held.position(), read, read.position(), count).position(held.position() + count);
        read.position(read.position() + count);
        if (held.position() < wanted) {
            return;
        }
        if (isControl) {
            onControl(frame);
        } else {
            onChunk();
        }
        bodyLeft = frame - wanted;
        held.clear();
    }

    private void onChunk() {
        int lane = held.getShort(AT_CHANNEL) & 0xffff;
        long sequence = held.getInt(AT_SEQUENCE) & 0xffffffffL;
        lost += Math.max(0, sequence - next[lane]);
        next[lane] = sequence + 1;
        chunks++;
        pushedBytes += held.getInt(0) - PREFIX_BYTES - Chunk.HEADER_BYTES;
        loop.onChunk.accept(sequence);
    }

    private void onControl(int frame) throws IOException {
        byte[] json = new byte[frame - AT_CHANNEL];
        held.get(AT_CHANNEL, json);
        try {
            RelayMessage.ToForward message = MessageCodec.read(json, RelayMessage.ToForward.class);
            if (message instanceof RelayMessage.Hello) {
                isGreeted = true;
                send(new RelayMessage.Welcome(Limits.PROTOCOL_VERSION, "sink"));
            } else if (message instanceof RelayMessage.Ping ping) {
                send(new RelayMessage.Pong(ping.id()));
            } else if (message instanceof RelayMessage.Open open) {
                // Its running GOP comes first, from wherever it begins.
                next[open.channel()] = Long.MAX_VALUE;
            }
        } catch (ProtocolException e) {
            throw new IOException(e);
        }
    }

    private void send(RelayMessage message) throws IOException {
        byte[] json = MessageCodec.writeBytes(message);
        channel.write(ByteBuffer.allocate(AT_CHANNEL + json.length)
                .putInt(1 + json.length)
                .put((byte) CONTROL)
                .put(json)
                .flip());
    }

    @Override
    public boolean isLinked() {
        return isGreeted;
    }

    long chunks() {
        return chunks;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long pushedBytes() {
        return pushedBytes;
    }

    /** Chunks that were left out. */
    long lost() {
        return lost;
    }
}
