/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.p2plive.coordinate.stream.Parcel;
import io.p2plive.media.Chunk;
import java.util.List;

/**
 * Chunks as frames of one channel, one behind the other in memory that a socket takes as it is, for all links together.
 * Whoever hands it on retains it for the receiver, who releases it. Safe from any thread.
 */
final class FramedChunks implements Parcel.Form {
    /** Between two of these a link looks whether it still is taken from. */
    private static final int MAX_RUN_BYTES = 64 * 1024;

    private final List<Chunk> chunks;
    private final ByteBuf frames;
    /** Where each chunk's frame ends. */
    private final int[] ends;

    private FramedChunks(List<Chunk> chunks, ByteBuf frames, int[] ends) {
        this.chunks = chunks;
        this.frames = frames;
        this.ends = ends;
    }

    static FramedChunks of(int channel, List<Chunk> chunks, ByteBufAllocator allocator) {
        int bytes = 0;
        for (Chunk chunk : chunks) {
            bytes += RelayFrames.chunkBytes(chunk);
        }
        ByteBuf frames = allocator.directBuffer(bytes);
        int[] ends = new int[chunks.size()];
        for (int i = 0; i < ends.length; i++) {
            RelayFrames.writeChunk(frames, channel, chunks.get(i));
            ends[i] = frames.writerIndex();
        }
        return new FramedChunks(chunks, frames, ends);
    }

    int size() {
        return ends.length;
    }

    Chunk chunk(int index) {
        return chunks.get(index);
    }

    /** Behind the last of the chunks from {@code from} on that make one write. */
    int runEnd(int from) {
        int end = from + 1;
        while (end < ends.length && ends[end] - start(from) <= MAX_RUN_BYTES) {
            end++;
        }
        return end;
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** The frames of some neighbours; shared bytes, but the receiver's own to release. */
    ByteBuf frames(int from, int to) {
        return frames.retainedSlice(start(from), ends[to - 1] - start(from));
    }

    FramedChunks retain() {
        frames.retain();
        return this;
    }

    @Override
    public void release() {
        frames.release();
    }
}
