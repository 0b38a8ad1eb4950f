/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import io.netty.buffer.ByteBuf;

/**
 * Reads one 188-byte packet of an MPEG transport stream (ISO/IEC 13818-1 §2.4.3.2) in place. Nothing is kept; every
 * method takes the bytes and where the packet begins.
 */
final class TsPacket {
    static final int BYTES = 188;
    static final byte SYNC = 0x47;

    private static final int HEADER_BYTES = 4;

    private TsPacket() {}

    static int pid(ByteBuf bytes, int at) {
        return (bytes.getByte(at + 1) & 0x1f) << 8 | bytes.getUnsignedByte(at + 2);
    }

    /** Whether a PES packet or a table section begins here. */
    static boolean startsUnit(ByteBuf bytes, int at) {
        return (bytes.getByte(at + 1) & 0x40) != 0;
    }

    /** Where the payload begins; at the packet's end when there is none. */
    static int payloadAt(ByteBuf bytes, int at) {
        int control = bytes.getByte(at + 3) >> 4 & 0x3;
        if ((control & 0x1) == 0) {
            return at + BYTES;
        }
        int adaptationBytes = (control & 0x2) == 0 ? 0 : 1 + bytes.getUnsignedByte(at + HEADER_BYTES);
        return Math.min(at + BYTES, at + HEADER_BYTES + adaptationBytes);
    }

    /** Where the elementary stream begins in a packet that starts a PES packet; at the packet's end when it does not. */
    static int elementaryAt(ByteBuf bytes, int at) {
        int pes = payloadAt(bytes, at);
        int end = at + BYTES;
        boolean isPes =
                pes + 9 <= end && bytes.getByte(pes) == 0 && bytes.getByte(pes + 1) == 0 && bytes.getByte(pes + 2) == 1;
        return isPes ? Math.min(end, pes + 9 + bytes.getUnsignedByte(pes + 8)) : end;
    }

    /** Whether a video PES packet that starts here opens with a sequence header. */
    static boolean opensWithSequenceHeader(ByteBuf bytes, int at) {
        int start = elementaryAt(bytes, at);
        return start + 4 <= at + BYTES
                && bytes.getByte(start) == 0
                && bytes.getByte(start + 1) == 0
                && bytes.getByte(start + 2) == 1
                && bytes.getByte(start + 3) == (byte) 0xb3;
    }
}
