/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import io.p2plive.coordinate.stream.Outlet.Epoch;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.StreamFormat;

/** Epochs and their chunks, each a parcel, of the least that makes them valid. */
final class Pushes {
    private static final byte[] PAYLOAD = new byte[100];

    private Pushes() {}

    static Epoch epoch(long number) {
        return new Epoch(0, number, StreamFormat.MPEG1, 2);
    }

    static Parcel keyframe(long epoch, long sequence) {
        return parcel(epoch, sequence, Chunk.KEYFRAME | Chunk.FIRST | Chunk.LAST);
    }

    static Parcel picture(long epoch, long sequence) {
        return parcel(epoch, sequence, Chunk.FIRST | Chunk.LAST);
    }

    private static Parcel parcel(long epoch, long sequence, int flags) {
        Chunk.Header header = new Chunk.Header(flags, (int) (sequence % 2), epoch, sequence, 1, StreamFormat.MPEG1);
        return new Parcel(epoch, flags, 1, Frames.frame(0, Chunk.of(header, PAYLOAD, 0, PAYLOAD.length)));
    }
}
