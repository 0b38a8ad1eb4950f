/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.p2plive.media.Chunk;
import io.p2plive.net.WebSocketConnection;
import java.util.List;

/**
 * Chunks on their way to all viewers, each framed once in memory that a socket takes as it is. Whoever hands it on
 * retains it for the receiver, who releases it. Safe from any thread.
 */
final class Batch {
    private final List<Chunk> chunks;
    private final ByteBuf[] frames;
    private final long bornNanos;
    private final int bytes;

    private Batch(List<Chunk> chunks, ByteBuf[] frames, long bornNanos) {
        this.chunks = chunks;
        this.frames = frames;
        this.bornNanos = bornNanos;
        int sum = 0;
        for (ByteBuf frame : frames) {
            sum += frame.readableBytes();
        }
        this.bytes = sum;
    }

    static Batch of(List<Chunk> chunks, ByteBufAllocator allocator, long nowNanos) {
        ByteBuf[] frames = new ByteBuf[chunks.size()];
        for (int i = 0; i < frames.length; i++) {
            ByteBuf frame = WebSocketConnection.frame(chunks.get(i).wire());
            frames[i] = allocator.directBuffer(frame.readableBytes()).writeBytes(frame);
            frame.release();
        }
        return new Batch(chunks, frames, nowNanos);
    }

    int size() {
        return frames.length;
    }

    Chunk chunk(int index) {
        return chunks.get(index);
    }

    /** Still owned by the batch. */
    ByteBuf frame(int index) {
        return frames[index];
    }

    int bytes() {
        return bytes;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - bornNanos;
    }

    void retain() {
        for (ByteBuf frame : frames) {
            frame.retain();
        }
    }

    void release() {
        for (ByteBuf frame : frames) {
            frame.release();
        }
    }
}
