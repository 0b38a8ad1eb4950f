/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import static io.p2plive.coordinate.chunk.Cutting.concat;

import java.util.Arrays;

/** An elementary stream by hand: right in its start codes, nonsense between them. */
public final class Mpeg1Bytes {
    static final byte[] SEQUENCE = {0, 0, 1, (byte) 0xb3, 10, 0, 0x78, 0x13, -1, -1, -32, 0x18};
    static final byte[] GROUP = {0, 0, 1, (byte) 0xb8, 0, 8, 0, 0x40};
    static final byte[] SEQUENCE_END = {0, 0, 1, (byte) 0xb7};

    private static final byte[] PICTURE_AND_SLICE = {0, 0, 1, 0, 0, 0x0f, -1, -8, 0, 0, 1, 1};

    private Mpeg1Bytes() {}

    /** A picture of that many bytes with its header, and with a slice that a careless eye takes for one. */
    public static byte[] picture(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0x55);
        System.arraycopy(PICTURE_AND_SLICE, 0, bytes, 0, PICTURE_AND_SLICE.length);
        return bytes;
    }

    /** A picture behind 20 bytes of a sequence and a group header. */
    public static byte[] keyframe(int pictureBytes) {
        return concat(SEQUENCE, GROUP, picture(pictureBytes));
    }

    /** A keyframe and further pictures, all of that size. */
    public static byte[] gop(int pictures, int pictureBytes) {
        byte[][] all = new byte[pictures][];
        Arrays.fill(all, picture(pictureBytes));
        all[0] = keyframe(pictureBytes);
        return concat(all);
    }
}
