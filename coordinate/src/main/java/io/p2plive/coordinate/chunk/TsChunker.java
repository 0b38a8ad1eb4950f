/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import io.p2plive.media.Chunk;

/**
 * Cuts an MPEG transport stream into whole packets, a new picture at each packet that begins a video PES packet. Tables
 * that come right before a picture open it; sound stays with the picture during which it came. What comes before the
 * first sequence header is dropped, and so is what is not followed by another packet: a packet that lost bytes, and what
 * only looks like one.
 *
 * <p>Confined to whoever feeds it.
 */
public final class TsChunker implements Chunker {
    private static final int MAX_PACKETS = Chunk.MAX_PAYLOAD_BYTES / TsPacket.BYTES;
    private static final int LIMIT = MAX_PACKETS * TsPacket.BYTES;
    /** As many packets before a picture may be the tables that open it. */
    static final int MAX_PENDING_PACKETS = 8;

    /** Without sync for this long it is no transport stream any more. */
    private static final int MAX_LOST_BYTES = 64 * 1024;

    private final PieceSink sink;
    private final TsProgram program;
    private final byte[] packet = new byte[TsPacket.BYTES];
    private final byte[] held = new byte[LIMIT];
    private final byte[] pending = new byte[MAX_PENDING_PACKETS * TsPacket.BYTES];

    private int packetBytes;
    private int heldBytes;
    private int pendingBytes;
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
    public void feed(byte[] bytes, int offset, int length) throws UnsupportedMediaException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (packetBytes == TsPacket.BYTES) {
                onNextByte(bytes[at]);
            }
            if (packetBytes == 0 && bytes[at] != TsPacket.SYNC) {
                countLost(1);
                at++;
                continue;
            }
            int count = Math.min(TsPacket.BYTES - packetBytes, end - at);
            System.arraycopy(bytes, at, packet, packetBytes, count);
            packetBytes += count;
            at += count;
        }
    }

    /** The byte after a packet tells whether it is one; this costs no time, as a picture ends when the next begins. */
    private void onNextByte(byte next) throws UnsupportedMediaException {
        if (next == TsPacket.SYNC) {
            packetBytes = 0;
            lostBytes = 0;
            onPacket();
            return;
        }
        int sync = 1;
        while (sync < TsPacket.BYTES && packet[sync] != TsPacket.SYNC) {
            sync++;
        }
        packetBytes = TsPacket.BYTES - sync;
        System.arraycopy(packet, sync, packet, 0, packetBytes);
        countLost(sync);
    }

    private void countLost(int count) throws UnsupportedMediaException {
        lostBytes += count;
        if (lostBytes > MAX_LOST_BYTES) {
            throw new UnsupportedMediaException("the transport stream lost its packets");
        }
    }

    private void onPacket() throws UnsupportedMediaException {
        int pid = TsPacket.pid(packet, 0);
        if (program.isTable(pid)) {
            holdBack();
        } else if (pid == program.videoPid() && TsPacket.startsUnit(packet, 0)) {
            onPictureStart();
        } else if (isStarted) {
            appendPending();
            append(packet, 0);
        } else {
            pendingBytes = 0;
        }
    }

    private void holdBack() throws UnsupportedMediaException {
        if (pendingBytes == pending.length && isStarted) {
            appendPending();
        } else if (pendingBytes == pending.length) {
            pendingBytes -= TsPacket.BYTES;
            System.arraycopy(pending, TsPacket.BYTES, pending, 0, pendingBytes);
        }
        System.arraycopy(packet, 0, pending, pendingBytes, TsPacket.BYTES);
        pendingBytes += TsPacket.BYTES;
    }

    private void onPictureStart() throws UnsupportedMediaException {
        boolean isKeyframe = TsPacket.opensWithSequenceHeader(packet, 0);
        if (!isStarted && !isKeyframe) {
            pendingBytes = 0;
            return;
        }
        if (isStarted) {
            passOn(Chunk.LAST);
        }
        isStarted = true;
        pictureBytes = 0;
        nextFlags = Chunk.FIRST | (isKeyframe ? Chunk.KEYFRAME : 0);
        appendPending();
        append(packet, 0);
    }

    private void appendPending() throws UnsupportedMediaException {
        int count = pendingBytes;
        pendingBytes = 0;
        for (int at = 0; isStarted && at < count; at += TsPacket.BYTES) {
            append(pending, at);
        }
    }

    private void append(byte[] source, int at) throws UnsupportedMediaException {
        if (heldBytes == LIMIT) {
            passOn(0);
        }
        System.arraycopy(source, at, held, heldBytes, TsPacket.BYTES);
        heldBytes += TsPacket.BYTES;
        pictureBytes += TsPacket.BYTES;
        if (pictureBytes > Mpeg1Chunker.MAX_PICTURE_BYTES) {
            throw new UnsupportedMediaException("a picture of over 8 MiB: this is no MPEG1 video");
        }
    }

    private void passOn(int lastFlag) {
        sink.onPiece(nextFlags | lastFlag, held, 0, heldBytes);
        nextFlags = 0;
        heldBytes = 0;
    }

    @Override
    public void finish() throws UnsupportedMediaException {
        if (packetBytes == TsPacket.BYTES) {
            packetBytes = 0;
            onPacket();
        }
        appendPending();
        if (heldBytes > 0) {
            passOn(Chunk.LAST);
        }
    }
}
