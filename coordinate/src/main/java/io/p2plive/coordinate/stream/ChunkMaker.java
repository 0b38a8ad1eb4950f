/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.p2plive.coordinate.chunk.PieceSink;
import io.p2plive.media.Chunk;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Makes chunks of the pieces of one epoch: numbers them, stamps them with their stripe and the time, and writes them as the
 * frames that go out. A piece is copied this once, from where it came to behind the place of its header.
 *
 * <p>Confined to the loop of the push.
 */
public final class ChunkMaker implements PieceSink {
    /** The kind of a frame that carries a chunk (docs/protocol.md §6). */
    public static final int CHUNK_FRAME = 2;

    private static final int LENGTH_BYTES = 4;
    /** A frame's length, kind and channel. */
    private static final int FRAME_HEAD_BYTES = LENGTH_BYTES + 3;

    private static final int HEAD_BYTES = FRAME_HEAD_BYTES + Chunk.HEADER_BYTES;
    /** So much memory is taken at once; a parcel is no larger. */
    static final int BLOCK_BYTES = 64 * 1024;

    private final Outlet.Epoch epoch;
    private final LongSupplier nowMicros;
    private final ByteBufAllocator allocator;
    private final Consumer<Parcel> target;
    private ByteBuf block = Unpooled.EMPTY_BUFFER;
    /** Where the next parcel begins, and where the open frame does. */
    private int parcelStart;

    private int frameStart;
    private int parcelFlags;
    private int parcelChunks;
    private long sequence;

    /**
     * A maker for a new epoch.
     *
     * @param nowMicros Unix time
     * @param target takes each parcel over
     */
    public ChunkMaker(Outlet.Epoch epoch, LongSupplier nowMicros, ByteBufAllocator allocator, Consumer<Parcel> target) {
        this.epoch = epoch;
        this.nowMicros = nowMicros;
        this.allocator = allocator;
        this.target = target;
    }

    @Override
    public void append(ByteBuf bytes, int index, int length) {
        openFrame();
        block.writeBytes(bytes, index, length);
    }

    private void openFrame() {
        if (block.writerIndex() > frameStart) {
            return;
        }
        if (block.writableBytes() < FRAME_HEAD_BYTES + Chunk.MAX_BYTES) {
            handOver();
            block.release();
            block = allocator.directBuffer(BLOCK_BYTES, BLOCK_BYTES);
            parcelStart = 0;
            frameStart = 0;
        }
        block.writerIndex(frameStart + HEAD_BYTES);
    }

    @Override
    public void cut(int flags) {
        openFrame();
        if ((flags & (Chunk.KEYFRAME | Chunk.END)) != 0) {
            handOver();
        }
        parcelFlags = parcelChunks == 0 ? flags : parcelFlags;
        parcelChunks++;
        writeHead(flags, block.writerIndex() - frameStart - HEAD_BYTES);
        frameStart = block.writerIndex();
        sequence++;
    }

    private void writeHead(int flags, int payloadBytes) {
        block.setInt(frameStart, HEAD_BYTES - LENGTH_BYTES + payloadBytes)
                .setByte(frameStart + LENGTH_BYTES, CHUNK_FRAME)
                .setShort(frameStart + LENGTH_BYTES + 1, epoch.channel());
        int stripe = Chunk.stripeOf(sequence, epoch.stripes());
        new Chunk.Header(flags, stripe, epoch.number(), sequence, nowMicros.getAsLong(), epoch.format())
                .writeTo(block.nioBuffer(frameStart + FRAME_HEAD_BYTES, Chunk.HEADER_BYTES), payloadBytes);
    }

    /** What is made goes on, together. */
    public void handOver() {
        if (parcelChunks == 0) {
            return;
        }
        ByteBuf frames = block.retainedSlice(parcelStart, frameStart - parcelStart);
        Parcel parcel = new Parcel(epoch.number(), parcelFlags, parcelChunks, frames);
        parcelStart = frameStart;
        parcelChunks = 0;
        target.accept(parcel);
    }

    /** The chunk that ends the epoch goes on; a piece that is not whole does not. */
    public void end() {
        block.writerIndex(frameStart);
        cut(Chunk.END);
        handOver();
        block.release();
        block = Unpooled.EMPTY_BUFFER;
        parcelStart = 0;
        frameStart = 0;
    }
}
