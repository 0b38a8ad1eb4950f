/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.p2plive.forward.testing.TestChunks;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** A viewer whose socket can be blocked. Once it was given a queue, it pumps it as a session would. */
final class TestViewer extends EmbeddedChannel {
    final ViewerQueue queue;
    final List<Long> sequences = new ArrayList<>();
    final List<Long> epochs = new ArrayList<>();
    final List<String> texts = new ArrayList<>();
    /** Buffers in which chunks went out. */
    int writes;

    private boolean isBlocked;
    private boolean isBroken;

    TestViewer(EdgeLimits limits, EdgeCounters counters) {
        queue = new ViewerQueue(this, this, limits, counters);
        pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelWritabilityChanged(ChannelHandlerContext ctx) {
                if (ctx.channel().isWritable()) {
                    queue.pump();
                }
            }
        });
    }

    void block() {
        isBlocked = true;
    }

    void unblock() {
        isBlocked = false;
        flush();
    }

    /** From now on a write to it fails in a way that nobody expects. */
    void breakDown() {
        isBroken = true;
    }

    @Override
    public boolean isWritable() {
        if (isBroken) {
            throw new IllegalStateException("broken for the test");
        }
        return super.isWritable();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
        if (!isBlocked) {
            super.doWrite(in);
        }
    }

    /** Offers chunks as a group does, and flushes. */
    void offer(List<Chunk> chunks, long nowNanos) {
        Batch batch = Batch.of(chunks, alloc(), nowNanos);
        queue.offer(batch, nowNanos);
        batch.release();
        queue.flush();
    }

    /** Reads all that went out. */
    TestViewer received() throws ProtocolException {
        for (Object out = readOutbound(); out != null; out = readOutbound()) {
            if (out instanceof TextWebSocketFrame text) {
                texts.add(text.text());
                text.release();
            } else {
                ByteBuf frames = (ByteBuf) out;
                writes++;
                while (frames.isReadable()) {
                    readFrame(frames);
                }
                frames.release();
            }
        }
        return this;
    }

    private void readFrame(ByteBuf frame) throws ProtocolException {
        byte[] wire = new byte[frame.skipBytes(2).readUnsignedShort()];
        frame.readBytes(wire);
        Chunk chunk = Chunk.parse(wire, TestChunks.STRIPES);
        sequences.add(chunk.sequence());
        epochs.add(chunk.epoch());
    }
}
