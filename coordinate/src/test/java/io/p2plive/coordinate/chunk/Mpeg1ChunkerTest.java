/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import static io.netty.buffer.Unpooled.wrappedBuffer;
import static io.p2plive.coordinate.chunk.Cutting.concat;
import static io.p2plive.coordinate.chunk.Cutting.cut;
import static io.p2plive.coordinate.chunk.Cutting.joined;
import static io.p2plive.coordinate.chunk.Cutting.text;
import static io.p2plive.coordinate.chunk.Mpeg1Bytes.GROUP;
import static io.p2plive.coordinate.chunk.Mpeg1Bytes.SEQUENCE;
import static io.p2plive.coordinate.chunk.Mpeg1Bytes.SEQUENCE_END;
import static io.p2plive.coordinate.chunk.Mpeg1Bytes.keyframe;
import static io.p2plive.coordinate.chunk.Mpeg1Bytes.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.coordinate.chunk.Cutting.Piece;
import io.p2plive.media.Chunk;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Mpeg1ChunkerTest {
    private static final int LIMIT = Chunk.MAX_PAYLOAD_BYTES;
    private static final int WHOLE = Chunk.FIRST | Chunk.LAST;

    private static List<Integer> flags(List<Piece> pieces) {
        return pieces.stream().map(Piece::flags).toList();
    }

    private static List<Integer> sizes(List<Piece> pieces) {
        return pieces.stream().map(Piece::size).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.m1v", "large.m1v"})
    void passesOnEveryByteOfTheStream(String name) {
        byte[] stream = Captures.read(name);
        assertEquals(text(stream), joined(cut(Mpeg1Chunker::new, stream)));
    }

    @Test
    void opensEachGopWithItsSequenceHeader() {
        List<Piece> pieces = cut(Mpeg1Chunker::new, Captures.read("small.m1v"));
        List<Integer> keyframes = pieces.stream()
                .filter(piece -> piece.has(Chunk.KEYFRAME))
                .map(pieces::indexOf)
                .toList();
        assertEquals(List.of(0, 8, 16, 24), keyframes, "pushed with -g 8");
        keyframes.forEach(at -> assertTrue(pieces.get(at).bytes().startsWith("\0\0\1\u00b3")));
        assertTrue(pieces.stream().allMatch(Piece::isWholePicture));
    }

    @Test
    void splitsAPictureThatOutgrowsAChunk() {
        List<Piece> pieces = cut(Mpeg1Chunker::new, Captures.read("large.m1v"));
        assertEquals(
                List.of(WHOLE | Chunk.KEYFRAME, WHOLE, Chunk.KEYFRAME | Chunk.FIRST, Chunk.LAST, WHOLE), flags(pieces));
        assertEquals(LIMIT, pieces.get(2).size(), "all pieces of a picture but its last are full");
    }

    @Test
    void cutsAtTheLimitToTheByte() {
        for (int size = LIMIT - 6; size <= LIMIT + 6; size++) {
            List<Piece> pieces = cut(Mpeg1Chunker::new, keyframe(40), picture(size), picture(50));
            boolean fits = size <= LIMIT;
            assertEquals(fits ? List.of(60, size, 50) : List.of(60, LIMIT, size - LIMIT, 50), sizes(pieces));
            assertEquals(
                    fits
                            ? List.of(WHOLE | Chunk.KEYFRAME, WHOLE, WHOLE)
                            : List.of(WHOLE | Chunk.KEYFRAME, Chunk.FIRST, Chunk.LAST, WHOLE),
                    flags(pieces));
        }
    }

    @Test
    void cutsTheLastPictureAtTheLimitToo() {
        for (int size = LIMIT - 4; size <= LIMIT + 4; size++) {
            List<Piece> pieces = cut(Mpeg1Chunker::new, keyframe(40), picture(size));
            assertEquals(size <= LIMIT ? List.of(60, size) : List.of(60, LIMIT, size - LIMIT), sizes(pieces));
            assertTrue(pieces.get(pieces.size() - 1).has(Chunk.LAST));
        }
    }

    @Test
    void cutsAPictureOfManyChunksIntoFullOnes() {
        List<Piece> pieces = cut(Mpeg1Chunker::new, keyframe(40), picture(3 * LIMIT), picture(3 * LIMIT + 1));
        assertEquals(List.of(60, LIMIT, LIMIT, LIMIT, LIMIT, LIMIT, LIMIT, 1), sizes(pieces));
        assertEquals(List.of(Chunk.FIRST, 0, Chunk.LAST), flags(pieces).subList(1, 4));
    }

    @Test
    void findsAStartCodeAcrossTheEdgeOfAChunk() {
        for (int size = 2 * LIMIT - 6; size <= 2 * LIMIT + 6; size++) {
            byte[] stream = concat(keyframe(40), picture(size), keyframe(30));
            List<Piece> pieces = cut(Mpeg1Chunker::new, stream);
            assertEquals(text(stream), joined(pieces));
            Piece last = pieces.get(pieces.size() - 1);
            assertEquals(WHOLE | Chunk.KEYFRAME, last.flags());
            assertEquals(50, last.size());
        }
    }

    @Test
    void dropsWhatComesBeforeTheFirstSequenceHeader() {
        Random random = new Random(1);
        byte[] garbage = new byte[40_000];
        random.nextBytes(garbage);
        byte[] stream = concat(keyframe(40), picture(50));
        byte[] withoutStart = concat(garbage, GROUP, picture(80), picture(90), new byte[] {0}, stream);
        assertEquals(cut(Mpeg1Chunker::new, stream), cut(Mpeg1Chunker::new, withoutStart));
    }

    @Test
    void makesNothingOfAStreamWithoutASequenceHeader() {
        assertEquals(List.of(), cut(Mpeg1Chunker::new, GROUP, picture(80), picture(90)));
        assertEquals(List.of(), cut(Mpeg1Chunker::new));
    }

    @Test
    void dropsHeadersThatNoPictureFollows() {
        assertEquals(List.of(), cut(Mpeg1Chunker::new, SEQUENCE, GROUP));
        assertEquals(List.of(60), sizes(cut(Mpeg1Chunker::new, keyframe(40), SEQUENCE)));
    }

    @Test
    void leavesASequenceEndCodeWithItsPicture() {
        List<Piece> pieces = cut(Mpeg1Chunker::new, keyframe(40), picture(50), SEQUENCE_END, keyframe(60));
        assertEquals(List.of(60, 54, 80), sizes(pieces));
        assertTrue(pieces.get(2).has(Chunk.KEYFRAME));
    }

    @Test
    void needsNoGroupHeaders() {
        List<Piece> pieces = cut(Mpeg1Chunker::new, SEQUENCE, picture(40), picture(50), SEQUENCE, picture(60));
        assertEquals(List.of(52, 50, 72), sizes(pieces));
        assertEquals(List.of(WHOLE | Chunk.KEYFRAME, WHOLE, WHOLE | Chunk.KEYFRAME), flags(pieces));
    }

    @Test
    void takesAGroupWithoutSequenceHeaderForNoKeyframe() {
        List<Piece> pieces = cut(Mpeg1Chunker::new, keyframe(40), GROUP, picture(50));
        assertEquals(List.of(WHOLE | Chunk.KEYFRAME, WHOLE), flags(pieces));
        assertEquals(List.of(60, 58), sizes(pieces));
    }

    @Test
    void endsOnlyOnce() throws UnsupportedMediaException {
        Cutting cutting = new Cutting();
        Mpeg1Chunker chunker = new Mpeg1Chunker(cutting);
        byte[] stream = keyframe(40);
        chunker.feed(wrappedBuffer(stream));
        chunker.finish();
        chunker.finish();
        assertEquals(1, cutting.pieces().size());
    }

    @Test
    void refusesAPictureWithoutEnd() {
        byte[] endless = picture(Mpeg1Chunker.MAX_PICTURE_BYTES + 1);
        Mpeg1Chunker chunker = new Mpeg1Chunker(new Cutting());
        assertThrows(UnsupportedMediaException.class, () -> {
            chunker.feed(wrappedBuffer(SEQUENCE));
            chunker.feed(wrappedBuffer(endless));
        });
    }
}
