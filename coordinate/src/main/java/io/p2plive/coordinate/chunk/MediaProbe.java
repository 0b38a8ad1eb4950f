/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.p2plive.protocol.StreamFormat;
import java.util.Optional;

/**
 * Tells from a stream's first bytes what it is, and keeps what of them is needed until it knows. A broadcaster that comes
 * back may begin in the middle of a GOP: it is known by its pictures, and let in at its next sequence header.
 *
 * <p>Confined to whoever feeds it.
 */
public final class MediaProbe {
    /** Whoever has not shown a sequence header by then is refused: no GOP is larger. */
    static final int MAX_BYTES = 8 * 1024 * 1024;
    /** More is not kept, whatever comes. */
    static final int MAX_KEPT_BYTES = 256 * 1024;

    private static final int SEQUENCE_HEADER_BYTES = 12;
    private static final int EXTENSION = 0xb5;
    private static final int SEQUENCE = 0xb3;
    private static final int GROUP = 0xb8;
    private static final int PICTURE = 0x00;
    private static final int SYNCS_TO_BELIEVE = 3;
    private static final int TABLES_BYTES = TsChunker.MAX_PENDING_PACKETS * TsPacket.BYTES;

    private static final int NOT_SEEN = -1;
    private static final String HINT = "push with -f mpeg1video, or with -f mpegts -c:v mpeg1video";

    private final TsProgramFinder programs = new TsProgramFinder();
    private final ByteBuf kept = Unpooled.buffer(4 * 1024);
    /** Nothing is looked at twice, so that a stream that comes byte by byte costs no more than one that comes at once. */
    private int searchedBytes;

    private long fedBytes;
    private boolean isElementary;
    private int sequenceHeaderAt = NOT_SEEN;

    /**
     * What a stream was recognised as.
     *
     * @param program null unless the format is {@link StreamFormat#MPEGTS}
     */
    public record Verdict(StreamFormat format, TsProgram program) {
        /** The chunker that fits. */
        public Chunker chunker(PieceSink sink) {
            return format == StreamFormat.MPEG1 ? new Mpeg1Chunker(sink) : new TsChunker(program, sink);
        }
    }

    /**
     * The stream's next bytes; all of them are read.
     *
     * @return what it is, once that is known; empty while more is needed
     * @throws UnsupportedMediaException once it is known to be nothing that we carry
     */
    public Optional<Verdict> feed(ByteBuf bytes) throws UnsupportedMediaException {
        fedBytes += bytes.readableBytes();
        kept.writeBytes(bytes);
        if (kept.readableBytes() < SEQUENCE_HEADER_BYTES) {
            return Optional.empty();
        }
        boolean isTransport = !isElementary && kept.getByte(0) == TsPacket.SYNC;
        Optional<Verdict> verdict = isTransport ? lookAtTransport() : lookAtElementary();
        if (verdict.isEmpty()) {
            forget(isTransport ? searchedBytes - TABLES_BYTES : searchedBytes - 2);
            checkBounds();
        }
        return verdict;
    }

    /** What was looked at and was nothing. */
    private void forget(int count) {
        if (count <= 0 || sequenceHeaderAt != NOT_SEEN) {
            return;
        }
        kept.skipBytes(count).discardReadBytes();
        searchedBytes -= count;
    }

    private void checkBounds() throws UnsupportedMediaException {
        if (fedBytes >= MAX_BYTES || kept.readableBytes() >= MAX_KEPT_BYTES) {
            String where =
                    kept.readableBytes() >= MAX_KEPT_BYTES ? "behind its sequence header; " : "in the first 8 MiB; ";
            throw new UnsupportedMediaException("no MPEG1 video " + where + HINT);
        }
    }

    /** Hands what was fed so far, and is needed, to the chunker that fits. */
    public void replayTo(Chunker chunker) throws UnsupportedMediaException {
        chunker.feed(kept);
    }

    private Optional<Verdict> lookAtElementary() throws UnsupportedMediaException {
        if (sequenceHeaderAt == NOT_SEEN && !findSequenceHeader()) {
            return Optional.empty();
        }
        int next = nextStartCode(kept, searchedBytes, kept.readableBytes());
        if (next < 0) {
            searchedBytes = Math.max(searchedBytes, kept.readableBytes() - 3);
            return Optional.empty();
        }
        refuseMpeg2(kept, sequenceHeaderAt, kept.readableBytes());
        return Optional.of(new Verdict(StreamFormat.MPEG1, null));
    }

    private boolean findSequenceHeader() throws UnsupportedMediaException {
        isElementary = isElementary || opensWithHeader();
        while (isElementary && searchedBytes + 4 <= kept.readableBytes()) {
            if (startCodeAt(searchedBytes) == SEQUENCE) {
                sequenceHeaderAt = searchedBytes;
                searchedBytes += 4;
                return true;
            }
            searchedBytes++;
        }
        return false;
    }

    /** Behind any number of zeros, a header that a broadcaster may begin with. */
    private boolean opensWithHeader() throws UnsupportedMediaException {
        while (searchedBytes < kept.readableBytes() && kept.getByte(searchedBytes) == 0) {
            searchedBytes++;
        }
        if (searchedBytes + 1 >= kept.readableBytes()) {
            return false;
        }
        searchedBytes = Math.max(0, searchedBytes - 2);
        int code = startCodeAt(searchedBytes);
        if (code != SEQUENCE && code != GROUP && code != PICTURE) {
            throw new UnsupportedMediaException("this is neither an MPEG1 video stream nor MPEG-TS; " + HINT);
        }
        return true;
    }

    /** The last byte of the start code at a place; negative when there is none. */
    private int startCodeAt(int at) {
        return kept.getByte(at) == 0 && kept.getByte(at + 1) == 0 && kept.getByte(at + 2) == 1
                ? kept.getUnsignedByte(at + 3)
                : NOT_SEEN;
    }

    private Optional<Verdict> lookAtTransport() throws UnsupportedMediaException {
        for (int i = 0; i < SYNCS_TO_BELIEVE && i * TsPacket.BYTES < kept.readableBytes(); i++) {
            if (kept.getByte(i * TsPacket.BYTES) != TsPacket.SYNC) {
                throw new UnsupportedMediaException("this begins like MPEG-TS but has no packets of 188 bytes");
            }
        }
        while (searchedBytes + TsPacket.BYTES <= kept.readableBytes()) {
            if (kept.getByte(searchedBytes) == TsPacket.SYNC) {
                programs.onPacket(kept, searchedBytes);
            }
            searchedBytes += TsPacket.BYTES;
            if (programs.found() != null) {
                forget(searchedBytes - TsPacket.BYTES - TABLES_BYTES);
                return Optional.of(new Verdict(StreamFormat.MPEGTS, programs.found()));
            }
        }
        return Optional.empty();
    }

    /**
     * MPEG2 video has a sequence extension right after its sequence header; MPEG1 has none (ISO/IEC 13818-2 §6.1.1.6).
     *
     * @param from where the sequence header begins
     */
    static void refuseMpeg2(ByteBuf bytes, int from, int end) throws UnsupportedMediaException {
        int next = nextStartCode(bytes, from + 4, end);
        if (next >= 0 && bytes.getUnsignedByte(next + 3) == EXTENSION) {
            throw new UnsupportedMediaException("this is MPEG2 video; push with -c:v mpeg1video -bf 0");
        }
    }

    private static int nextStartCode(ByteBuf bytes, int from, int end) {
        for (int i = from; i + 4 <= end; i++) {
            if (bytes.getByte(i) == 0 && bytes.getByte(i + 1) == 0 && bytes.getByte(i + 2) == 1) {
                return i;
            }
        }
        return -1;
    }
}
