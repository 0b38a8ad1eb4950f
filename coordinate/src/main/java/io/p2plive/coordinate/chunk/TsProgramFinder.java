/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import io.netty.buffer.ByteBuf;

/**
 * Finds the video of a transport stream by its tables (ISO/IEC 13818-1 §2.4.4) and looks at its first sequence header.
 * Tables of more than one packet are not followed: one program with a few streams, as a broadcaster sends, fits one.
 *
 * <p>Confined to whoever feeds it.
 */
final class TsProgramFinder {
    private static final int NONE = -1;
    private static final int MPEG1_VIDEO = 0x01;
    private static final int MPEG2_VIDEO = 0x02;
    private static final int H264_VIDEO = 0x1b;
    private static final int H265_VIDEO = 0x24;

    private int tablePid = NONE;
    private int videoPid = NONE;
    private boolean isConfirmed;

    void onPacket(ByteBuf bytes, int at) throws UnsupportedMediaException {
        int pid = TsPacket.pid(bytes, at);
        boolean startsUnit = TsPacket.startsUnit(bytes, at);
        if (pid == TsProgram.ASSOCIATION_PID && startsUnit) {
            readAssociation(bytes, at);
        } else if (pid == tablePid && startsUnit) {
            readMap(bytes, at);
        } else if (pid == videoPid && startsUnit && TsPacket.opensWithSequenceHeader(bytes, at)) {
            MediaProbe.refuseMpeg2(bytes, TsPacket.elementaryAt(bytes, at), at + TsPacket.BYTES);
            isConfirmed = true;
        }
    }

    /** The program, once its video was seen to be MPEG1; else null. */
    TsProgram found() {
        return isConfirmed ? new TsProgram(tablePid, videoPid) : null;
    }

    private void readAssociation(ByteBuf bytes, int at) {
        int section = sectionAt(bytes, at);
        int end = Math.min(at + TsPacket.BYTES, section + 3 + sectionLength(bytes, section, at) - 4);
        for (int entry = section + 8; entry + 4 <= end; entry += 4) {
            int program = bytes.getUnsignedByte(entry) << 8 | bytes.getUnsignedByte(entry + 1);
            if (program != 0) {
                tablePid = thirteenBits(bytes, entry + 2);
                return;
            }
        }
    }

    private void readMap(ByteBuf bytes, int at) throws UnsupportedMediaException {
        int section = sectionAt(bytes, at);
        int end = Math.min(at + TsPacket.BYTES, section + 3 + sectionLength(bytes, section, at) - 4);
        if (section + 12 > end) {
            return;
        }
        int entry = section + 12 + twelveBits(bytes, section + 10);
        int otherVideo = NONE;
        while (entry + 5 <= end) {
            int type = bytes.getUnsignedByte(entry);
            if (type == MPEG1_VIDEO || type == MPEG2_VIDEO) {
                videoPid = thirteenBits(bytes, entry + 1);
                return;
            }
            otherVideo = type == H264_VIDEO || type == H265_VIDEO ? type : otherVideo;
            entry += 5 + twelveBits(bytes, entry + 3);
        }
        String what = otherVideo == NONE ? "no video" : otherVideo == H264_VIDEO ? "H.264 video" : "H.265 video";
        throw new UnsupportedMediaException(
                "the transport stream carries " + what + "; push with -c:v mpeg1video -bf 0");
    }

    private static int sectionAt(ByteBuf bytes, int at) {
        int payload = TsPacket.payloadAt(bytes, at);
        int end = at + TsPacket.BYTES;
        return payload < end ? Math.min(end, payload + 1 + bytes.getUnsignedByte(payload)) : end;
    }

    private static int sectionLength(ByteBuf bytes, int section, int at) {
        return section + 3 <= at + TsPacket.BYTES ? twelveBits(bytes, section + 1) : 0;
    }

    private static int twelveBits(ByteBuf bytes, int at) {
        return (bytes.getByte(at) & 0x0f) << 8 | bytes.getUnsignedByte(at + 1);
    }

    private static int thirteenBits(ByteBuf bytes, int at) {
        return (bytes.getByte(at) & 0x1f) << 8 | bytes.getUnsignedByte(at + 1);
    }
}
