/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** Chunks in frames of the relay link, and out of them, as docs/protocol.md §6 has it. */
final class Frames {
    private static final int KIND_AND_CHANNEL_BYTES = 3;

    private Frames() {}

    static ByteBuf frame(int channel, Chunk chunk) {
        return Unpooled.buffer()
                .writeInt(KIND_AND_CHANNEL_BYTES + chunk.wire().length)
                .writeByte(ChunkMaker.CHUNK_FRAME)
                .writeShort(channel)
                .writeBytes(chunk.wire());
    }

    /** All chunks of a parcel, each as a receiver takes it. */
    static List<Chunk> chunks(Parcel parcel, int channel, int stripes) {
        ByteBuf frames = parcel.frames();
        try {
            List<Chunk> chunks = new ArrayList<>();
            while (frames.isReadable()) {
                ByteBuf frame = frames.readSlice(frames.readInt());
                assertEquals(ChunkMaker.CHUNK_FRAME, frame.readByte());
                assertEquals(channel, frame.readUnsignedShort());
                chunks.add(Chunk.parse(ByteBufUtil.getBytes(frame), stripes));
            }
            assertEquals(parcel.chunks(), chunks.size());
            return chunks;
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        } finally {
            frames.release();
        }
    }
}
