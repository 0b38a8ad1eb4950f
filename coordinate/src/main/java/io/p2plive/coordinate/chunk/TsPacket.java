/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

/**
 * Reads one 188-byte packet of an MPEG transport stream (ISO/IEC 13818-1 §2.4.3.2) in place. Nothing is kept; every
 * method takes the bytes and where the packet begins.
 */
final class TsPacket {
    static final int BYTES = 188;
    static final byte SYNC = 0x47;

    private static final int HEADER_BYTES = 4;

    private TsPacket() {}

    static int pid(byte[] bytes, int at) {
        return (bytes[at + 1] & 0x1f) << 8 | (bytes[at + 2] & 0xff);
    }

    /** Whether a PES packet or a table section begins here. */
    static boolean startsUnit(byte[] bytes, int at) {
        return (bytes[at + 1] & 0x40) != 0;
    }

    /** Where the payload begins; at the packet's end when there is none. */
    static int payloadAt(byte[] bytes, int at) {
        int control = bytes[at + 3] >> 4 & 0x3;
        if ((control & 0x1) == 0) {
            return at + BYTES;
        }
        int adaptationBytes = (control & 0x2) == 0 ? 0 : 1 + (bytes[at + HEADER_BYTES] & 0xff);
        return Math.min(at + BYTES, at + HEADER_BYTES + adaptationBytes);
    }

    /** Where the elementary stream begins in a packet that starts a PES packet; at the packet's end when it does not. */
    static int elementaryAt(byte[] bytes, int at) {
        int pes = payloadAt(bytes, at);
        int end = at + BYTES;
        boolean isPes = pes + 9 <= end && bytes[pes] == 0 && bytes[pes + 1] == 0 && bytes[pes + 2] == 1;
        return isPes ? Math.min(end, pes + 9 + (bytes[pes + 8] & 0xff)) : end;
    }

    /** Whether a video PES packet that starts here opens with a sequence header. */
    static boolean opensWithSequenceHeader(byte[] bytes, int at) {
        int start = elementaryAt(bytes, at);
        return start + 4 <= at + BYTES
                && bytes[start] == 0
                && bytes[start + 1] == 0
                && bytes[start + 2] == 1
                && bytes[start + 3] == (byte) 0xb3;
    }
}
