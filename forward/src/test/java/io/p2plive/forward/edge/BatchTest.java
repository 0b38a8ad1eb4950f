/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import static io.p2plive.forward.testing.TestChunks.gop;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.p2plive.forward.testing.TestChunks;
import io.p2plive.media.Chunk;
import io.p2plive.net.WebSocketConnection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final List<Chunk> chunks = gop(1, 0, 6);
    private final Batch batch = Batch.of(chunks, PooledByteBufAllocator.DEFAULT, 0);

    @AfterEach
    void release() {
        batch.release();
    }

    private static byte[] framed(List<Chunk> chunks) {
        return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(chunks.stream()
                .map(chunk -> WebSocketConnection.frame(chunk.wire()))
                .toArray(ByteBuf[]::new)));
    }

    private static void assertHolds(List<Chunk> expected, ByteBuf frames) {
        assertEquals(ByteBufUtil.hexDump(framed(expected)), ByteBufUtil.hexDump(frames));
        frames.release();
    }

    @Test
    void framesNeighboursOneBehindTheOther() {
        assertHolds(chunks, batch.frames(0, 6));
        assertHolds(chunks.subList(2, 4), batch.frames(2, 4));
        assertHolds(chunks.subList(5, 6), batch.frames(5, 6));
        assertEquals(framed(chunks).length, batch.bytes());
    }

    @Test
    void framesShortChunksToo() {
        List<Chunk> end = List.of(TestChunks.end(1, 6));
        Batch last = Batch.of(end, PooledByteBufAllocator.DEFAULT, 0);

        assertHolds(end, last.frames(0, 1));
        last.release();
    }

    @Test
    void runsOverNeighboursThatAreWanted() {
        assertEquals(6, batch.runEnd(0, StripeSet.ALL));
        assertEquals(1, batch.runEnd(0, StripeSet.of(List.of(0))));
    }

    @Test
    void endsARunWhereAWriteIsLongEnough() {
        Batch large = Batch.of(gop(1, 0, 40), PooledByteBufAllocator.DEFAULT, 0);

        assertEquals(15, large.runEnd(0, StripeSet.ALL));
        assertEquals(30, large.runEnd(15, StripeSet.ALL));
        large.release();
    }
}
