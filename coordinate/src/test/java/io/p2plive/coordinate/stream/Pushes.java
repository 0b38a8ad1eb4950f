/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import io.p2plive.coordinate.stream.Outlet.Epoch;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.StreamFormat;

/** Epochs and their chunks, of the least that makes them valid. */
final class Pushes {
    private static final byte[] PAYLOAD = new byte[100];

    private Pushes() {}

    static Epoch epoch(long number) {
        return new Epoch(number, StreamFormat.MPEG1, 2);
    }

    static Chunk keyframe(long epoch, long sequence) {
        return chunk(epoch, sequence, Chunk.KEYFRAME | Chunk.FIRST | Chunk.LAST);
    }

    static Chunk picture(long epoch, long sequence) {
        return chunk(epoch, sequence, Chunk.FIRST | Chunk.LAST);
    }

    private static Chunk chunk(long epoch, long sequence, int flags) {
        Chunk.Header header = new Chunk.Header(flags, (int) (sequence % 2), epoch, sequence, 1, StreamFormat.MPEG1);
        return Chunk.of(header, PAYLOAD, 0, PAYLOAD.length);
    }
}
