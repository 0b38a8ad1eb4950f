/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import static io.netty.buffer.Unpooled.wrappedBuffer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.coordinate.chunk.Cutting.Piece;
import io.p2plive.media.Chunk;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both chunkers, on what ffmpeg sends: the pieces depend on the bytes alone, never on how they arrived. */
class ChunkerSplitTest {
    private static final int SEEDS = 200;

    @ParameterizedTest
    @ValueSource(strings = {"small.m1v", "large.m1v", "small.ts", "large.ts"})
    void cutsTheSameWhereverTheStreamIsSplitInTwo(String name) throws UnsupportedMediaException {
        byte[] stream = Captures.read(name);
        Function<PieceSink, Chunker> maker = Cutting.chunkerFor(stream);
        List<Piece> whole = Cutting.cut(maker, stream);
        for (int split = 0; split <= stream.length; split++) {
            Cutting cutting = new Cutting();
            Chunker chunker = maker.apply(cutting);
            chunker.feed(wrappedBuffer(stream, 0, split));
            chunker.feed(wrappedBuffer(stream, split, stream.length - split));
            chunker.finish();
            assertEquals(whole, cutting.pieces(), "split at " + split);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.m1v", "large.m1v", "small.ts", "large.ts"})
    void cutsTheSameByteByByte(String name) throws UnsupportedMediaException {
        byte[] stream = Captures.read(name);
        Function<PieceSink, Chunker> maker = Cutting.chunkerFor(stream);
        Cutting cutting = new Cutting();
        Chunker chunker = maker.apply(cutting);
        for (int i = 0; i < stream.length; i++) {
            chunker.feed(wrappedBuffer(stream, i, 1));
        }
        chunker.finish();
        assertEquals(Cutting.cut(maker, stream), cutting.pieces());
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.m1v", "large.m1v", "small.ts", "large.ts"})
    void cutsTheSameHoweverTheStreamIsSplit(String name) throws UnsupportedMediaException {
        byte[] stream = Captures.read(name);
        Function<PieceSink, Chunker> maker = Cutting.chunkerFor(stream);
        List<Piece> whole = Cutting.cut(maker, stream);
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Cutting cutting = new Cutting();
            Chunker chunker = maker.apply(cutting);
            for (int at = 0; at < stream.length; ) {
                int count = Math.min(stream.length - at, random.nextInt(random.nextBoolean() ? 8 : 3_000));
                chunker.feed(wrappedBuffer(stream, at, count));
                at += count;
            }
            chunker.finish();
            assertEquals(whole, cutting.pieces(), "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.m1v", "large.m1v", "small.ts", "large.ts"})
    void marksEveryPictureWithFirstAndLast(String name) {
        byte[] stream = Captures.read(name);
        boolean isOpen = false;
        for (Piece piece : Cutting.cut(Cutting.chunkerFor(stream), stream)) {
            assertTrue(piece.size() > 0 && piece.size() <= Chunk.MAX_PAYLOAD_BYTES, "size " + piece.size());
            assertEquals(!isOpen, piece.has(Chunk.FIRST), "a picture begins where none is open");
            assertTrue(piece.has(Chunk.FIRST) || !piece.has(Chunk.KEYFRAME), "a keyframe is a picture's first piece");
            isOpen = !piece.has(Chunk.LAST);
        }
        assertFalse(isOpen, "the last picture is closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.m1v", "large.m1v", "small.ts", "large.ts"})
    void holdsOnePictureHeaderInEachWholePiece(String name) {
        byte[] stream = Captures.read(name);
        List<Piece> pieces = Cutting.cut(Cutting.chunkerFor(stream), stream);
        for (Piece piece : pieces) {
            boolean begins = piece.has(Chunk.FIRST);
            assertEquals(begins ? 1 : 0, Captures.countStartCodes(piece.bytes(), 0x00));
            assertEquals(piece.has(Chunk.KEYFRAME) ? 1 : 0, Captures.countStartCodes(piece.bytes(), 0xb3));
        }
        long pictures = pieces.stream().filter(piece -> piece.has(Chunk.LAST)).count();
        assertEquals(Captures.countStartCodes(Cutting.text(stream), 0x00), pictures);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.m1v", "large.m1v", "small.ts", "large.ts"})
    void endsWellWhereverTheStreamIsCutOff(String name) throws UnsupportedMediaException {
        byte[] stream = Captures.read(name);
        Function<PieceSink, Chunker> maker = Cutting.chunkerFor(stream);
        List<Piece> whole = Cutting.cut(maker, stream);
        for (int end = 0; end < stream.length; end += 7) {
            Cutting cutting = new Cutting();
            Chunker chunker = maker.apply(cutting);
            chunker.feed(wrappedBuffer(stream, 0, end));
            chunker.finish();
            List<Piece> pieces = cutting.pieces();
            int sure = Math.max(0, pieces.size() - 1);
            assertEquals(whole.subList(0, sure), pieces.subList(0, sure), "cut off at " + end);
            assertTrue(Cutting.joined(whole).startsWith(Cutting.joined(pieces)), "cut off at " + end);
        }
    }
}
