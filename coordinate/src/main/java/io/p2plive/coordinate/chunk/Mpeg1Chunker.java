/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.p2plive.media.Chunk;

/**
 * Cuts an MPEG1 video elementary stream (ISO/IEC 11172-2) at its start codes: a picture runs from its sequence, GOP or
 * picture header, whichever comes first, up to the next such header. What comes before the first sequence header is
 * dropped. Only bytes that may be the beginning of a start code are held back until more come.
 *
 * <p>Confined to whoever feeds it.
 */
public final class Mpeg1Chunker implements Chunker {
    /** A picture is larger than this only in a stream that is none. */
    static final int MAX_PICTURE_BYTES = 8 * 1024 * 1024;

    private static final int PICTURE = 0x00;
    private static final int SEQUENCE = 0xb3;
    private static final int GROUP = 0xb8;
    /** A start code without its last byte. */
    private static final int PREFIX_BYTES = 3;

    private final PieceSink sink;
    private final ByteBuf prefix = Unpooled.wrappedBuffer(new byte[] {0, 0, 1});
    /** As many bytes of a prefix came last, and are not appended yet. */
    private int heldBytes;

    private int pieceBytes;
    private boolean isStarted;
    private boolean hasPictureHeader;
    private int nextFlags;
    private int pictureBytes;

    /** A chunker that hands its pieces to {@code sink}. */
    public Mpeg1Chunker(PieceSink sink) {
        this.sink = sink;
    }

    @Override
    public void feed(ByteBuf bytes) throws UnsupportedMediaException {
        while (heldBytes > 0 && bytes.isReadable()) {
            continuePrefix(bytes);
        }
        if (!bytes.isReadable()) {
            return;
        }
        int from = bytes.readerIndex();
        for (int one = nextOne(bytes, from); one >= 0; one = nextOne(bytes, from)) {
            boolean isPrefix = bytes.getByte(one - 1) == 0 && bytes.getByte(one - 2) == 0;
            if (isPrefix && one + 1 == bytes.writerIndex()) {
                hold(bytes, PREFIX_BYTES);
                return;
            }
            if (isPrefix) {
                onStartCode(bytes, one - 2, bytes.getUnsignedByte(one + 1));
            }
            from = isPrefix ? one + 2 : one + 1;
        }
        hold(bytes, zerosAtEnd(bytes, from));
    }

    /** Where a prefix that begins there or later may end; negative for nowhere. Far fewer bytes are 1 than 0. */
    private static int nextOne(ByteBuf bytes, int from) {
        int end = bytes.writerIndex();
        return from + 2 < end ? bytes.indexOf(from + 2, end, (byte) 1) : -1;
    }

    /** At most two: a prefix has no more. */
    private static int zerosAtEnd(ByteBuf bytes, int from) {
        int end = bytes.writerIndex();
        int first = end;
        while (first > Math.max(from, end - 2) && bytes.getByte(first - 1) == 0) {
            first--;
        }
        return end - first;
    }

    /** One more byte behind what is held. */
    private void continuePrefix(ByteBuf bytes) throws UnsupportedMediaException {
        int next = bytes.getUnsignedByte(bytes.readerIndex());
        if (heldBytes == PREFIX_BYTES) {
            beforeStartCode(next);
            releaseHeld();
            appendUpTo(bytes, bytes.readerIndex() + 1);
        } else if (next == prefix.getByte(heldBytes)) {
            heldBytes++;
            bytes.skipBytes(1);
        } else if (heldBytes == 2 && next == 0) {
            append(prefix, 0, 1);
            bytes.skipBytes(1);
        } else {
            releaseHeld();
        }
    }

    private void releaseHeld() throws UnsupportedMediaException {
        append(prefix, 0, heldBytes);
        heldBytes = 0;
    }

    /** All that is left goes on, but for the last bytes. */
    private void hold(ByteBuf bytes, int count) throws UnsupportedMediaException {
        appendUpTo(bytes, bytes.writerIndex() - count);
        bytes.skipBytes(count);
        heldBytes = count;
    }

    private void onStartCode(ByteBuf bytes, int index, int code) throws UnsupportedMediaException {
        if (isHeader(code)) {
            appendUpTo(bytes, index);
            beforeStartCode(code);
        }
    }

    private static boolean isHeader(int code) {
        return code == PICTURE || code == SEQUENCE || code == GROUP;
    }

    /** What was appended up to here is a picture if this code begins the next. */
    private void beforeStartCode(int code) {
        if (!isHeader(code)) {
            return;
        }
        if (isStarted && hasPictureHeader) {
            cut(Chunk.LAST);
            begin(code == SEQUENCE);
        } else if (!isStarted && code == SEQUENCE) {
            isStarted = true;
            begin(true);
        }
        hasPictureHeader = isStarted && code == PICTURE;
    }

    private void begin(boolean isKeyframe) {
        nextFlags = Chunk.FIRST | (isKeyframe ? Chunk.KEYFRAME : 0);
        pictureBytes = 0;
    }

    private void appendUpTo(ByteBuf bytes, int end) throws UnsupportedMediaException {
        append(bytes, bytes.readerIndex(), end);
        bytes.readerIndex(end);
    }

    private void append(ByteBuf bytes, int from, int end) throws UnsupportedMediaException {
        if (!isStarted) {
            return;
        }
        pictureBytes += end - from;
        if (pictureBytes > MAX_PICTURE_BYTES) {
            throw new UnsupportedMediaException("a picture of over 8 MiB: this is no MPEG1 video");
        }
        int at = from;
        while (at < end) {
            if (pieceBytes == Chunk.MAX_PAYLOAD_BYTES) {
                // More of the picture comes, so this is not its last piece.
                cut(0);
            }
            int count = Math.min(end - at, Chunk.MAX_PAYLOAD_BYTES - pieceBytes);
            sink.append(bytes, at, count);
            pieceBytes += count;
            at += count;
        }
    }

    private void cut(int lastFlag) {
        sink.cut(nextFlags | lastFlag);
        nextFlags = 0;
        pieceBytes = 0;
    }

    @Override
    public void finish() throws UnsupportedMediaException {
        if (!hasPictureHeader) {
            return;
        }
        releaseHeld();
        cut(Chunk.LAST);
        hasPictureHeader = false;
    }
}
