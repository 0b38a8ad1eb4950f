/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.coordinate.stream.Outlet.Epoch;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.StreamFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkMakerTest {
    private final List<Chunk> made = new ArrayList<>();
    private final ChunkMaker maker = new ChunkMaker(new Epoch(7, StreamFormat.MPEGTS, 3), () -> 1_234, made::add);

    @Test
    void makesChunksThatAReceiverTakes() throws ProtocolException {
        byte[] bytes = new byte[500];
        for (int i = 0; i < 7; i++) {
            maker.onPiece(i == 0 ? Chunk.KEYFRAME | Chunk.FIRST : 0, bytes, 100, 200);
        }
        maker.end();
        assertEquals(8, made.size());
        for (int i = 0; i < made.size(); i++) {
            Chunk chunk = Chunk.parse(made.get(i).wire(), 3);
            assertEquals(i, chunk.sequence());
            assertEquals(i % 3, chunk.stripe());
            assertEquals(7, chunk.epoch());
            assertEquals(1_234, chunk.ingestMicros());
            assertEquals(StreamFormat.MPEGTS, chunk.format());
            assertEquals(0, chunk.hops());
            assertEquals(i < 7 ? 200 : 0, chunk.payloadBytes());
        }
        assertTrue(made.get(7).isEnd());
    }

    @Test
    void copiesThePieceThatItsMakerUsesAgain() {
        byte[] bytes = {1, 2, 3};
        maker.onPiece(Chunk.FIRST, bytes, 0, 3);
        bytes[0] = 9;
        assertEquals(1, made.get(0).wire()[Chunk.HEADER_BYTES]);
    }
}
