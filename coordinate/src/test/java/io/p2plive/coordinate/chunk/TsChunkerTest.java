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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.coordinate.chunk.Cutting.Piece;
import io.p2plive.media.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TsChunkerTest {
    private static final int PACKET = TsPacket.BYTES;
    private static final int LIMIT = 86 * PACKET;
    private static final int WHOLE = Chunk.FIRST | Chunk.LAST;
    private static final TsProgram PROGRAM = new TsProgram(0x1000, 0x100);
    private static final int VIDEO = 0x100;
    private static final int SOUND = 0x101;
    private static final Function<PieceSink, Chunker> MAKER = sink -> new TsChunker(PROGRAM, sink);

    private static byte[] packet(int pid, boolean startsUnit, int... payload) {
        byte[] bytes = new byte[PACKET];
        Arrays.fill(bytes, (byte) 0x55);
        bytes[0] = TsPacket.SYNC;
        bytes[1] = (byte) ((startsUnit ? 0x40 : 0) | pid >> 8);
        bytes[2] = (byte) pid;
        bytes[3] = 0x10;
        for (int i = 0; i < payload.length; i++) {
            bytes[4 + i] = (byte) payload[i];
        }
        return bytes;
    }

    private static byte[] table(int pid) {
        return packet(pid, true, 0);
    }

    private static byte[] sound() {
        return packet(SOUND, true, 0, 0, 1, 0xc0);
    }

    private static byte[] picture(int packets) {
        return video(packets, 0, 0, 1, 0xe0, 0, 0, 0x80, 0, 0, 0, 0, 1, 0x00);
    }

    private static byte[] keyframe(int packets) {
        return video(packets, 0, 0, 1, 0xe0, 0, 0, 0x80, 0, 0, 0, 0, 1, 0xb3);
    }

    private static byte[] video(int packets, int... start) {
        byte[] all = packet(VIDEO, true, start);
        for (int i = 1; i < packets; i++) {
            all = concat(all, packet(VIDEO, false));
        }
        return all;
    }

    private static List<Integer> flags(List<Piece> pieces) {
        return pieces.stream().map(Piece::flags).toList();
    }

    private static List<Integer> packets(List<Piece> pieces) {
        return pieces.stream().map(piece -> piece.size() / PACKET).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.ts", "large.ts"})
    void passesOnEveryPacketFromTheTablesOfTheFirstKeyframeOn(String name) {
        byte[] stream = Captures.read(name);
        String pushed = text(stream);
        String carried = joined(cut(Cutting.chunkerFor(stream), stream));
        assertTrue(pushed.endsWith(carried), "nothing is missing, nothing is moved");
        assertTrue(pushed.length() - carried.length() <= 8 * PACKET, "only what came before the first keyframe");
    }

    @Test
    void findsTheGopsOfACapture() {
        byte[] stream = Captures.read("small.ts");
        List<Piece> pieces = cut(Cutting.chunkerFor(stream), stream);
        List<Integer> keyframes = pieces.stream()
                .filter(piece -> piece.has(Chunk.KEYFRAME))
                .map(pieces::indexOf)
                .toList();
        assertEquals(List.of(0, 8, 16, 24), keyframes, "pushed with -g 8");
        for (int at : keyframes) {
            byte[] opening = pieces.get(at).bytes().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            assertTrue(PROGRAM.isTable(TsPacket.pid(wrappedBuffer(opening), 0)), "a GOP opens with its tables");
        }
    }

    @Test
    void splitsAPictureThatOutgrowsAChunk() {
        byte[] stream = Captures.read("large.ts");
        List<Piece> pieces = cut(Cutting.chunkerFor(stream), stream);
        Piece full = pieces.stream()
                .filter(piece -> !piece.has(Chunk.LAST))
                .findFirst()
                .orElseThrow();
        assertEquals(Chunk.KEYFRAME | Chunk.FIRST, full.flags());
        assertEquals(LIMIT, full.size(), "all pieces of a picture but its last are full");
        assertEquals(Chunk.LAST, pieces.get(pieces.indexOf(full) + 1).flags());
    }

    @Test
    void cutsAtTheLimitToThePacket() {
        for (int count : new int[] {85, 86, 87, 172, 173}) {
            List<Piece> pieces = cut(MAKER, keyframe(2), picture(count), picture(3));
            assertEquals(
                    switch (count) {
                        case 85 -> List.of(2, 85, 3);
                        case 86 -> List.of(2, 86, 3);
                        case 87 -> List.of(2, 86, 1, 3);
                        case 172 -> List.of(2, 86, 86, 3);
                        default -> List.of(2, 86, 86, 1, 3);
                    },
                    packets(pieces));
            assertTrue(pieces.get(pieces.size() - 2).has(Chunk.LAST));
        }
    }

    @Test
    void opensAPictureWithTheTablesBeforeIt() {
        byte[] tables = concat(table(0x11), table(0), table(0x1000));
        List<Piece> pieces = cut(MAKER, tables, keyframe(2), sound(), tables, keyframe(4));
        assertEquals(List.of(6, 7), packets(pieces));
        assertEquals(List.of(WHOLE | Chunk.KEYFRAME, WHOLE | Chunk.KEYFRAME), flags(pieces));
    }

    @Test
    void leavesSoundAndTablesInsideAPictureWithIt() {
        List<Piece> pieces = cut(MAKER, keyframe(1), table(0), sound(), sound(), picture(1), sound(), table(0));
        assertEquals(List.of(4, 3), packets(pieces));
    }

    @Test
    void keepsEveryTableWhenThereAreMany() {
        byte[] tables = new byte[0];
        for (int i = 0; i < 30; i++) {
            tables = concat(tables, table(0));
        }
        byte[] stream = concat(keyframe(1), tables, keyframe(1));
        assertEquals(text(stream), joined(cut(MAKER, stream)));
    }

    @Test
    void opensTheFirstKeyframeWithNoMoreTablesThanItMayHold() {
        byte[] tables = new byte[0];
        for (int i = 0; i < 21; i++) {
            tables = concat(tables, table(0));
        }
        assertEquals(List.of(9), packets(cut(MAKER, tables, keyframe(1))));
    }

    @Test
    void dropsWhatComesBeforeTheFirstKeyframe() {
        byte[] stream = concat(keyframe(2), picture(1));
        assertEquals(
                cut(MAKER, stream), cut(MAKER, concat(sound(), picture(3), table(0), picture(1), sound(), stream)));
    }

    /**
     * Whatever is torn out of a stream, packets are found again at the next one. One torn packet in 256 passes, as it ends
     * where the next seems to begin; so would one that lost a whole packet's length.
     */
    @Test
    void losesOnlyTheTornPacketWhenBytesAreLost() {
        byte[] stream = Captures.read("small.ts");
        Function<PieceSink, Chunker> maker = Cutting.chunkerFor(stream);
        List<String> pushed = split(joined(cut(maker, stream)));
        Random random = new Random(4);
        int passed = 0;
        for (int round = 0; round < 400; round++) {
            int from = 20 * PACKET + random.nextInt(stream.length - 40 * PACKET);
            int lost = random.nextInt(2) * PACKET + 1 + random.nextInt(PACKET - 1);
            byte[] torn =
                    concat(Arrays.copyOfRange(stream, 0, from), Arrays.copyOfRange(stream, from + lost, stream.length));
            List<String> carried = split(joined(cut(maker, torn)));
            passed += new HashSet<>(pushed).containsAll(carried) ? 0 : 1;
            int untouched = pushed.size() - (lost + PACKET - 1) / PACKET - 1;
            assertTrue(carried.size() >= untouched - 1, carried.size() + " of " + untouched + ", round " + round);
        }
        assertTrue(passed <= 8, passed + " of 400 torn packets passed");
    }

    @Test
    void skipsBytesBetweenPacketsAndThePacketBeforeThem() {
        byte[] stream = concat(keyframe(1), picture(1), picture(1));
        byte[] noise = new byte[300];
        Arrays.fill(noise, (byte) 0x11);
        noise[100] = TsPacket.SYNC;
        byte[] noisy = concat(keyframe(2), noise, picture(2), Arrays.copyOf(noise, 60), picture(1));
        assertEquals(text(stream), joined(cut(MAKER, noisy)));
    }

    @Test
    void refusesAStreamThatIsNoneAnyMore() {
        TsChunker chunker = new TsChunker(PROGRAM, new Cutting());
        byte[] noise = new byte[70 * 1024];
        assertThrows(UnsupportedMediaException.class, () -> chunker.feed(wrappedBuffer(noise)));
        TsChunker other = new TsChunker(PROGRAM, new Cutting());
        byte[] nearly = new byte[70 * 1024];
        for (int i = 0; i < nearly.length; i++) {
            nearly[i] = i % 189 == 0 ? TsPacket.SYNC : (byte) (i % 40);
        }
        assertThrows(UnsupportedMediaException.class, () -> other.feed(wrappedBuffer(nearly)));
    }

    @Test
    void refusesAPictureWithoutEnd() {
        TsChunker chunker = new TsChunker(PROGRAM, new Cutting());
        byte[] more = packet(VIDEO, false);
        assertThrows(UnsupportedMediaException.class, () -> {
            chunker.feed(wrappedBuffer(keyframe(1), 0, PACKET));
            for (int fed = 0; fed <= Mpeg1Chunker.MAX_PICTURE_BYTES; fed += PACKET) {
                chunker.feed(wrappedBuffer(more, 0, PACKET));
            }
        });
    }

    private static List<String> split(String packets) {
        List<String> list = new ArrayList<>();
        for (int at = 0; at + PACKET <= packets.length(); at += PACKET) {
            list.add(packets.substring(at, at + PACKET));
        }
        return list;
    }
}
