/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.testing;

import io.p2plive.media.Chunk;
import io.p2plive.protocol.StreamFormat;
import java.util.ArrayList;
import java.util.List;

/** Chunks of a made-up stream. */
public final class TestChunks {
    public static final int STRIPES = 2;
    public static final int PAYLOAD_BYTES = 1_000;

    private TestChunks() {}

    public static Chunk keyframe(long epoch, long sequence) {
        return chunk(Chunk.KEYFRAME | Chunk.FIRST | Chunk.LAST, epoch, sequence, PAYLOAD_BYTES);
    }

    public static Chunk delta(long epoch, long sequence) {
        return chunk(Chunk.FIRST | Chunk.LAST, epoch, sequence, PAYLOAD_BYTES);
    }

    public static Chunk end(long epoch, long sequence) {
        return chunk(Chunk.END, epoch, sequence, 0);
    }

    public static Chunk chunk(int flags, long epoch, long sequence, int payloadBytes) {
        byte[] payload = new byte[payloadBytes];
        int stripe = Chunk.stripeOf(sequence, STRIPES);
        return Chunk.of(
                new Chunk.Header(flags, stripe, epoch, sequence, sequence, StreamFormat.MPEG1),
                payload,
                0,
                payload.length);
    }

    /** A keyframe and what follows it. */
    public static List<Chunk> gop(long epoch, long firstSequence, int count) {
        List<Chunk> chunks = new ArrayList<>();
        chunks.add(keyframe(epoch, firstSequence));
        for (int i = 1; i < count; i++) {
            chunks.add(delta(epoch, firstSequence + i));
        }
        return chunks;
    }

    public static List<Long> sequences(List<Chunk> chunks) {
        return chunks.stream().map(Chunk::sequence).toList();
    }
}
