/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.p2plive.coordinate.chunk.Mpeg1Chunker;
import io.p2plive.coordinate.chunk.PieceSink;
import io.p2plive.coordinate.chunk.UnsupportedMediaException;
import io.p2plive.media.Chunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A video to push, and where coordinate will cut it. Immutable.
 *
 * @param pieces what each chunk will hold, in order; the last picture's are missing, for only what follows shows its end
 */
record Video(byte[] bytes, List<Piece> pieces) {
    static final int PICTURES_PER_SECOND = 30;
    private static final int START_CODE_BYTES = 4;
    private static final int NOISELESS_KILOBITS = 4_000;
    private static final long MAKE_SECONDS = 120;

    /**
     * One chunk's payload.
     *
     * @param end where it ends in the video
     * @param isLast of its picture
     */
    record Piece(int end, boolean isLast) {
        /** Up to there one must have read to know that it is whole. */
        int knownAt() {
            return end + START_CODE_BYTES;
        }
    }

    /**
     * Makes a file with ffmpeg: GOPs of a second, no B pictures, and noise where the rate could not be filled without.
     *
     * @throws IOException when ffmpeg is missing or fails
     */
    static void make(Path file, String size, int kilobits, int seconds) throws IOException, InterruptedException {
        String noise = kilobits > NOISELESS_KILOBITS ? ",noise=alls=40:allf=t" : "";
        List<String> command = List.of(
                "ffmpeg",
                "-v",
                "fatal",
                "-nostdin",
                "-y",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=" + size + ":rate=" + PICTURES_PER_SECOND + noise,
                "-t",
                String.valueOf(seconds),
                "-c:v",
                "mpeg1video",
                "-b:v",
                kilobits + "k",
                "-bf",
                "0",
                "-g",
                String.valueOf(PICTURES_PER_SECOND),
                "-f",
                "mpeg1video",
                file.toString());
        Process ffmpeg = new ProcessBuilder(command).inheritIO().start();
        if (!ffmpeg.waitFor(MAKE_SECONDS, TimeUnit.SECONDS)) {
            ffmpeg.destroyForcibly();
            throw new IOException("ffmpeg does not end");
        }
        if (ffmpeg.exitValue() != 0) {
            throw new IOException("ffmpeg ended with " + ffmpeg.exitValue());
        }
    }

    /** Reads a file, and cuts it as coordinate does. */
    static Video read(Path file) throws IOException, UnsupportedMediaException {
        byte[] bytes = Files.readAllBytes(file);
        Pieces pieces = new Pieces();
        new Mpeg1Chunker(pieces).feed(Unpooled.wrappedBuffer(bytes));
        return new Video(bytes, pieces.list);
    }

    /** Where they end. Confined to its caller. */
    private static final class Pieces implements PieceSink {
        private final List<Piece> list = new ArrayList<>();
        private int end;

        @Override
        public void append(ByteBuf bytes, int index, int length) {
            end += length;
        }

        @Override
        public void cut(int flags) {
            list.add(new Piece(end, (flags & Chunk.LAST) != 0));
        }
    }

    /** Where each picture ends. */
    List<Integer> pictureEnds() {
        return pieces.stream().filter(Piece::isLast).map(Piece::end).toList();
    }
}
