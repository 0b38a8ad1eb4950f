/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import io.p2plive.media.Chunk;

/**
 * Cuts an MPEG1 video elementary stream (ISO/IEC 11172-2) at its start codes: a picture runs from its sequence, GOP or
 * picture header, whichever comes first, up to the next such header. What comes before the first sequence header is
 * dropped.
 *
 * <p>Confined to whoever feeds it.
 */
public final class Mpeg1Chunker implements Chunker {
    /** A picture is larger than this only in a stream that is none. */
    static final int MAX_PICTURE_BYTES = 8 * 1024 * 1024;

    private static final int PICTURE = 0x00;
    private static final int SEQUENCE = 0xb3;
    private static final int GROUP = 0xb8;
    private static final int START_CODE_BYTES = 4;

    private final PieceSink sink;
    /** The open piece, and the start code that may end it. */
    private final byte[] held = new byte[Chunk.MAX_PAYLOAD_BYTES + START_CODE_BYTES];

    private int heldBytes;
    private int lastFourBytes = -1;
    private boolean isStarted;
    private boolean hasPictureHeader;
    private int nextFlags;
    private int pictureBytes;

    /** A chunker that hands its pieces to {@code sink}. */
    public Mpeg1Chunker(PieceSink sink) {
        this.sink = sink;
    }

    @Override
    public void feed(byte[] bytes, int offset, int length) throws UnsupportedMediaException {
        for (int i = offset; i < offset + length; i++) {
            byte next = bytes[i];
            lastFourBytes = lastFourBytes << 8 | (next & 0xff);
            if (isStarted) {
                hold(next);
            }
            if ((lastFourBytes & 0xffffff00) == 0x00000100) {
                onStartCode(next & 0xff);
            }
            if (heldBytes == held.length) {
                // No start code can end the picture at the limit any more, so this is not its last piece.
                passOn(Chunk.MAX_PAYLOAD_BYTES, 0);
            }
        }
    }

    private void hold(byte next) throws UnsupportedMediaException {
        held[heldBytes++] = next;
        if (++pictureBytes > MAX_PICTURE_BYTES) {
            throw new UnsupportedMediaException("a picture of over 8 MiB: this is no MPEG1 video");
        }
    }

    private void onStartCode(int code) {
        if (code != PICTURE && code != SEQUENCE && code != GROUP) {
            return;
        }
        if (!isStarted) {
            if (code == SEQUENCE) {
                start();
            }
            return;
        }
        if (hasPictureHeader) {
            passOn(heldBytes - START_CODE_BYTES, Chunk.LAST);
            begin(code == SEQUENCE);
        }
        hasPictureHeader = code == PICTURE;
    }

    private void start() {
        isStarted = true;
        held[0] = 0;
        held[1] = 0;
        held[2] = 1;
        held[3] = (byte) SEQUENCE;
        heldBytes = START_CODE_BYTES;
        begin(true);
    }

    private void begin(boolean isKeyframe) {
        nextFlags = Chunk.FIRST | (isKeyframe ? Chunk.KEYFRAME : 0);
        hasPictureHeader = false;
        pictureBytes = heldBytes;
    }

    private void passOn(int length, int lastFlag) {
        sink.onPiece(nextFlags | lastFlag, held, 0, length);
        nextFlags = 0;
        System.arraycopy(held, length, held, 0, heldBytes - length);
        heldBytes -= length;
    }

    @Override
    public void finish() {
        if (heldBytes == 0 || !hasPictureHeader) {
            return;
        }
        if (heldBytes > Chunk.MAX_PAYLOAD_BYTES) {
            passOn(Chunk.MAX_PAYLOAD_BYTES, 0);
        }
        passOn(heldBytes, Chunk.LAST);
    }
}
