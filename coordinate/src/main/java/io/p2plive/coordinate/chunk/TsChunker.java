/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.p2plive.media.Chunk;

/**
 * Cuts an MPEG transport stream into whole packets, a new picture at each packet that begins a video PES packet. Tables
 * that come right before a picture open it; sound stays with the picture during which it came. What comes before the
 * first sequence header is dropped, and so is what is not followed by another packet: a packet that lost bytes, and what
 * only looks like one. A packet is looked at where it came, unless it came in parts.
 *
 * <p>Confined to whoever feeds it.
 */
public final class TsChunker implements Chunker {
    private static final int MAX_PACKETS = Chunk.MAX_PAYLOAD_BYTES / TsPacket.BYTES;
    private static final int MAX_PIECE_BYTES = MAX_PACKETS * TsPacket.BYTES;
    /** As many packets before a picture may be the tables that open it. */
    static final int MAX_PENDING_PACKETS = 8;

    /** Without sync for this long it is no transport stream any more. */
    private static final int MAX_LOST_BYTES = 64 * 1024;

    private final PieceSink sink;
    private final TsProgram program;
    /** One that came in parts, or whose successor did not come yet. */
    private final ByteBuf packet = Unpooled.buffer(TsPacket.BYTES, TsPacket.BYTES);

    private final ByteBuf pending = Unpooled.buffer(MAX_PENDING_PACKETS * TsPacket.BYTES);

    private int pieceBytes;
    private int lostBytes;
    private int pictureBytes;
    private boolean isStarted;
    private int nextFlags;

    /** A chunker for the program that was recognised. */
    public TsChunker(TsProgram program, PieceSink sink) {
        this.program = program;
        this.sink = sink;
    }

    @Override
    public void feed(ByteBuf bytes) throws UnsupportedMediaException {
        while (bytes.isReadable()) {
            if (packet.readableBytes() == TsPacket.BYTES) {
                onNextByte(bytes.getByte(bytes.readerIndex()));
            } else if (packet.isReadable()) {
                bytes.readBytes(packet, Math.min(packet.writableBytes(), bytes.readableBytes()));
            } else if (bytes.getByte(bytes.readerIndex()) != TsPacket.SYNC) {
                countLost(1);
                bytes.skipBytes(1);
            } else if (isFollowed(bytes)) {
                onPacket(bytes, bytes.readerIndex());
                bytes.skipBytes(TsPacket.BYTES);
            } else {
                bytes.readBytes(packet, Math.min(TsPacket.BYTES, bytes.readableBytes()));
            }
        }
    }

    private static boolean isFollowed(ByteBuf bytes) {
        return bytes.readableBytes() > TsPacket.BYTES
                && bytes.getByte(bytes.readerIndex() + TsPacket.BYTES) == TsPacket.SYNC;
    }

    /** The byte after a packet tells whether it is one; this costs no time, as a picture ends when the next begins. */
    private void onNextByte(byte next) throws UnsupportedMediaException {
        if (next == TsPacket.SYNC) {
            onPacket(packet, 0);
            packet.clear();
            return;
        }
        int sync = packet.indexOf(1, TsPacket.BYTES, TsPacket.SYNC);
        int lost = sync < 0 ? TsPacket.BYTES : sync;
        packet.skipBytes(lost).discardReadBytes();
        countLost(lost);
    }

    private void countLost(int count) throws UnsupportedMediaException {
        lostBytes += count;
        if (lostBytes > MAX_LOST_BYTES) {
            throw new UnsupportedMediaException("the transport stream lost its packets");
        }
    }

    private void onPacket(ByteBuf bytes, int at) throws UnsupportedMediaException {
        lostBytes = 0;
        int pid = TsPacket.pid(bytes, at);
        if (program.isTable(pid)) {
            holdBack(bytes, at);
        } else if (pid == program.videoPid() && TsPacket.startsUnit(bytes, at)) {
            onPictureStart(bytes, at);
        } else if (isStarted) {
            appendPending();
            append(bytes, at);
        } else {
            pending.clear();
        }
    }

    private void holdBack(ByteBuf bytes, int at) throws UnsupportedMediaException {
        if (pending.readableBytes() == MAX_PENDING_PACKETS * TsPacket.BYTES && isStarted) {
            appendPending();
        } else if (pending.readableBytes() == MAX_PENDING_PACKETS * TsPacket.BYTES) {
            pending.skipBytes(TsPacket.BYTES).discardReadBytes();
        }
        pending.writeBytes(bytes, at, TsPacket.BYTES);
    }

    private void onPictureStart(ByteBuf bytes, int at) throws UnsupportedMediaException {
        boolean isKeyframe = TsPacket.opensWithSequenceHeader(bytes, at);
        if (!isStarted && !isKeyframe) {
            pending.clear();
            return;
        }
        if (isStarted) {
            cut(Chunk.LAST);
        }
        isStarted = true;
        pictureBytes = 0;
        nextFlags = Chunk.FIRST | (isKeyframe ? Chunk.KEYFRAME : 0);
        appendPending();
        append(bytes, at);
    }

    private void appendPending() throws UnsupportedMediaException {
        for (int at = 0; isStarted && at < pending.writerIndex(); at += TsPacket.BYTES) {
            append(pending, at);
        }
        pending.clear();
    }

    private void append(ByteBuf bytes, int at) throws UnsupportedMediaException {
        if (pieceBytes == MAX_PIECE_BYTES) {
            cut(0);
        }
        sink.append(bytes, at, TsPacket.BYTES);
        pieceBytes += TsPacket.BYTES;
        pictureBytes += TsPacket.BYTES;
        if (pictureBytes > Mpeg1Chunker.MAX_PICTURE_BYTES) {
            throw new UnsupportedMediaException("a picture of over 8 MiB: this is no MPEG1 video");
        }
    }

    private void cut(int lastFlag) {
        sink.cut(nextFlags | lastFlag);
        nextFlags = 0;
        pieceBytes = 0;
    }

    @Override
    public void finish() throws UnsupportedMediaException {
        if (packet.readableBytes() == TsPacket.BYTES) {
            onPacket(packet, 0);
        }
        packet.clear();
        appendPending();
        if (pieceBytes > 0) {
            cut(Chunk.LAST);
        }
    }
}
