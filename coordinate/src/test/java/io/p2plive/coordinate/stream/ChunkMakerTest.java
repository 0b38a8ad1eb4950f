/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.p2plive.coordinate.stream.Outlet.Epoch;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.StreamFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkMakerTest {
    private static final int CHANNEL = 300;

    private final List<Parcel> made = new ArrayList<>();
    private final ChunkMaker maker = new ChunkMaker(
            new Epoch(CHANNEL, 7, StreamFormat.MPEGTS, 3), () -> 1_234, PooledByteBufAllocator.DEFAULT, made::add);

    /** Whatever is not freed by this makes the class fail. */
    @AfterEach
    void freeAll() {
        made.forEach(Parcel::release);
    }

    private void cut(int flags, byte[] bytes) {
        maker.append(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        maker.cut(flags);
    }

    private List<Chunk> chunks() {
        return made.stream()
                .flatMap(parcel -> Frames.chunks(parcel, CHANNEL, 3).stream())
                .toList();
    }

    private List<Integer> sizes() {
        return made.stream().map(Parcel::chunks).toList();
    }

    @Test
    void makesChunksThatAReceiverTakes() {
        for (int i = 0; i < 7; i++) {
            cut(i == 0 ? Chunk.KEYFRAME | Chunk.FIRST : 0, new byte[200]);
        }
        maker.end();
        List<Chunk> chunks = chunks();
        assertEquals(8, chunks.size());
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            assertEquals(i, chunk.sequence());
            assertEquals(i % 3, chunk.stripe());
            assertEquals(7, chunk.epoch());
            assertEquals(1_234, chunk.ingestMicros());
            assertEquals(StreamFormat.MPEGTS, chunk.format());
            assertEquals(0, chunk.hops());
            assertEquals(i < 7 ? 200 : 0, chunk.payloadBytes());
        }
        assertEquals(List.of(7, 1), sizes(), "the end travels alone");
        assertTrue(made.get(0).isKeyframe());
        assertTrue(made.get(1).isEnd());
        assertTrue(chunks.get(7).isEnd());
    }

    @Test
    void joinsAPieceThatComesInParts() {
        ByteBuf source = Unpooled.wrappedBuffer(new byte[] {9, 1, 2, 3, 9});
        maker.append(source, 1, 2);
        maker.append(source, 3, 1);
        source.setZero(0, 5);
        maker.cut(Chunk.FIRST);
        maker.end();
        byte[] wire = chunks().get(0).wire();
        assertEquals(Chunk.HEADER_BYTES + 3, wire.length);
        for (int i = 0; i < 3; i++) {
            assertEquals(i + 1, wire[Chunk.HEADER_BYTES + i]);
        }
    }

    @Test
    void handsOverWhatIsWholeWhileAPieceIsOpen() {
        cut(Chunk.FIRST, new byte[10]);
        maker.append(Unpooled.wrappedBuffer(new byte[5]), 0, 5);
        maker.handOver();
        maker.handOver();
        assertEquals(List.of(1), sizes());
        maker.cut(Chunk.FIRST);
        maker.end();
        assertEquals(
                List.of(10, 5, 0), chunks().stream().map(Chunk::payloadBytes).toList());
    }

    @Test
    void beginsAParcelWithEachKeyframe() {
        cut(Chunk.FIRST, new byte[10]);
        cut(Chunk.FIRST, new byte[10]);
        cut(Chunk.KEYFRAME | Chunk.FIRST, new byte[10]);
        cut(Chunk.FIRST, new byte[10]);
        maker.handOver();
        assertEquals(List.of(2, 2), sizes());
        assertFalse(made.get(0).isKeyframe());
        assertTrue(made.get(1).isKeyframe());
        maker.end();
    }

    @Test
    void beginsAParcelWhereItsMemoryIsFull() {
        for (int i = 0; i < 10; i++) {
            cut(Chunk.FIRST, new byte[Chunk.MAX_PAYLOAD_BYTES]);
        }
        maker.end();
        assertEquals(List.of(4, 4, 2, 1), sizes());
        made.forEach(parcel -> assertTrue(parcel.bytes() <= ChunkMaker.BLOCK_BYTES));
        assertEquals(11, chunks().size());
    }

    @Test
    void dropsAPieceThatIsNotWholeAtTheEnd() {
        cut(Chunk.FIRST, new byte[10]);
        maker.append(Unpooled.wrappedBuffer(new byte[5]), 0, 5);
        maker.end();
        assertEquals(List.of(10, 0), chunks().stream().map(Chunk::payloadBytes).toList());
    }
}
