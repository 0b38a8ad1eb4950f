/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import io.p2plive.protocol.StreamFormat;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tells from a stream's first bytes what it is, and keeps them until it knows.
 *
 * <p>Confined to whoever feeds it.
 */
public final class MediaProbe {
    /** Whoever has not shown a sequence header by then is refused. */
    static final int MAX_BYTES = 256 * 1024;

    private static final int SEQUENCE_HEADER_BYTES = 12;
    private static final int EXTENSION = 0xb5;
    private static final int SYNCS_TO_BELIEVE = 3;

    private final TsProgramFinder programs = new TsProgramFinder();
    private byte[] kept = new byte[4 * 1024];
    private int keptBytes;
    private int searchedBytes;

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
        Optional<Verdict> verdict = kept[0] == TsPacket.SYNC ? lookAtTransport() : lookAtElementary();
        if (verdict.isEmpty() && keptBytes >= MAX_BYTES) {
            throw new UnsupportedMediaException("no MPEG1 video in the first " + MAX_BYTES + " bytes");
        }
        return verdict;
    }

    private void keep(byte[] bytes, int offset, int length) {
        if (keptBytes + length > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(2 * kept.length, keptBytes + length));
        }
        System.arraycopy(bytes, offset, kept, keptBytes, length);
        keptBytes += length;
    }

    /** Hands everything fed so far to the chunker that fits. */
    public void replayTo(Chunker chunker) throws UnsupportedMediaException {
        chunker.feed(kept, 0, keptBytes);
    }

    private Optional<Verdict> lookAtElementary() throws UnsupportedMediaException {
        int at = 0;
        while (at < keptBytes && kept[at] == 0) {
            at++;
        }
        if (at + 1 >= keptBytes) {
            return Optional.empty();
        }
        if (at < 2 || kept[at] != 1 || kept[at + 1] != (byte) 0xb3) {
            throw new UnsupportedMediaException("this is neither an MPEG1 video stream nor MPEG-TS; push with"
                    + " -f mpeg1video, or with -f mpegts -c:v mpeg1video");
        }
        int next = nextStartCode(kept, at + 2, keptBytes);
        if (next < 0) {
            return Optional.empty();
        }
        refuseMpeg2(kept, at - 2, keptBytes);
        return Optional.of(new Verdict(StreamFormat.MPEG1, null));
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
