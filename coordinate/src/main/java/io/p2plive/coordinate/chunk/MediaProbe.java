/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import io.p2plive.protocol.StreamFormat;
import java.util.Arrays;
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
    private byte[] kept = new byte[4 * 1024];
    private int keptBytes;
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
     * The stream's next bytes.
     *
     * @return what it is, once that is known; empty while more is needed
     * @throws UnsupportedMediaException once it is known to be nothing that we carry
     */
    public Optional<Verdict> feed(byte[] bytes, int offset, int length) throws UnsupportedMediaException {
        keep(bytes, offset, length);
        if (keptBytes < SEQUENCE_HEADER_BYTES) {
            return Optional.empty();
        }
        boolean isTransport = !isElementary && kept[0] == TsPacket.SYNC;
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
        System.arraycopy(kept, count, kept, 0, keptBytes - count);
        keptBytes -= count;
        searchedBytes -= count;
    }

    private void checkBounds() throws UnsupportedMediaException {
        if (fedBytes >= MAX_BYTES || keptBytes >= MAX_KEPT_BYTES) {
            String where = keptBytes >= MAX_KEPT_BYTES ? "behind its sequence header; " : "in the first 8 MiB; ";
            throw new UnsupportedMediaException("no MPEG1 video " + where + HINT);
        }
    }

    private void keep(byte[] bytes, int offset, int length) {
        if (keptBytes + length > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(2 * kept.length, keptBytes + length));
        }
        System.arraycopy(bytes, offset, kept, keptBytes, length);
        keptBytes += length;
        fedBytes += length;
    }

    /** Hands what was fed so far, and is needed, to the chunker that fits. */
    public void replayTo(Chunker chunker) throws UnsupportedMediaException {
        chunker.feed(kept, 0, keptBytes);
    }

    private Optional<Verdict> lookAtElementary() throws UnsupportedMediaException {
        if (sequenceHeaderAt == NOT_SEEN && !findSequenceHeader()) {
            return Optional.empty();
        }
        int next = nextStartCode(kept, searchedBytes, keptBytes);
        if (next < 0) {
            searchedBytes = Math.max(searchedBytes, keptBytes - 3);
            return Optional.empty();
        }
        refuseMpeg2(kept, sequenceHeaderAt, keptBytes);
        return Optional.of(new Verdict(StreamFormat.MPEG1, null));
    }

    private boolean findSequenceHeader() throws UnsupportedMediaException {
        isElementary = isElementary || opensWithHeader();
        while (isElementary && searchedBytes + 4 <= keptBytes) {
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
        while (searchedBytes < keptBytes && kept[searchedBytes] == 0) {
            searchedBytes++;
        }
        if (searchedBytes + 1 >= keptBytes) {
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
        return kept[at] == 0 && kept[at + 1] == 0 && kept[at + 2] == 1 ? kept[at + 3] & 0xff : NOT_SEEN;
    }

    private Optional<Verdict> lookAtTransport() throws UnsupportedMediaException {
        for (int i = 0; i < SYNCS_TO_BELIEVE && i * TsPacket.BYTES < keptBytes; i++) {
            if (kept[i * TsPacket.BYTES] != TsPacket.SYNC) {
                throw new UnsupportedMediaException("this begins like MPEG-TS but has no packets of 188 bytes");
            }
        }
        while (searchedBytes + TsPacket.BYTES <= keptBytes) {
            if (kept[searchedBytes] == TsPacket.SYNC) {
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
    static void refuseMpeg2(byte[] bytes, int from, int end) throws UnsupportedMediaException {
        int next = nextStartCode(bytes, from + 4, end);
        if (next >= 0 && (bytes[next + 3] & 0xff) == EXTENSION) {
            throw new UnsupportedMediaException("this is MPEG2 video; push with -c:v mpeg1video -bf 0");
        }
    }

    private static int nextStartCode(byte[] bytes, int from, int end) {
        for (int i = from; i + 4 <= end; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
                return i;
            }
        }
        return -1;
    }
}
