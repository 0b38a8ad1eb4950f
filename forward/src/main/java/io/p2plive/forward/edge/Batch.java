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
 * Chunks on their way to all viewers, framed once, one behind the other in memory that a socket takes as it is: who wants
 * all of them gets all in one write. Whoever hands it on retains it for the receiver, who releases it. Safe from any
 * thread.
 */
final class Batch {
    /** As long as the longest chunk: a slow viewer is handed no more at once than it always was. */
    private static final int MAX_RUN_BYTES = 16 * 1024;

    private final List<Chunk> chunks;
    private final ByteBuf frames;
    /** Where each chunk's frame ends. */
    private final int[] ends;

    private final long bornNanos;

    private Batch(List<Chunk> chunks, ByteBuf frames, int[] ends, long bornNanos) {
        this.chunks = chunks;
        this.frames = frames;
        this.ends = ends;
        this.bornNanos = bornNanos;
    }

    static Batch of(List<Chunk> chunks, ByteBufAllocator allocator, long nowNanos) {
        int bytes = 0;
        for (Chunk chunk : chunks) {
            bytes += WebSocketConnection.frameBytes(chunk.wire().length);
        }
        ByteBuf frames = allocator.directBuffer(bytes);
        int[] ends = new int[chunks.size()];
        for (int i = 0; i < ends.length; i++) {
            WebSocketConnection.writeFrame(frames, chunks.get(i).wire());
            ends[i] = frames.writerIndex();
        }
        return new Batch(chunks, frames, ends, nowNanos);
    }

    int size() {
        return ends.length;
    }

    Chunk chunk(int index) {
        return chunks.get(index);
    }

    /** Behind the last of the chunks from {@code from} on that may go out in one write: neighbours, and all wanted. */
    int runEnd(int from, StripeSet wanted) {
        int start = start(from);
        int end = from + 1;
        while (end < ends.length
                && ends[end] - start <= MAX_RUN_BYTES
                && wanted.contains(chunks.get(end).stripe())) {
            end++;
        }
        return end;
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** The frames of some neighbours; shared bytes, but the receiver's own to release. */
    ByteBuf frames(int from, int to) {
        if (from == 0 && to == ends.length) {
            return frames.retainedDuplicate();
        }
        return frames.retainedSlice(start(from), ends[to - 1] - start(from));
    }

    int bytes() {
        return ends[ends.length - 1];
    }

    long ageNanos(long nowNanos) {
        return nowNanos - bornNanos;
    }

    void retain() {
        frames.retain();
    }

    void release() {
        frames.release();
    }
}
