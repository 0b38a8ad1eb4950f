/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import static io.netty.buffer.Unpooled.wrappedBuffer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.p2plive.coordinate.chunk.Cutting.Piece;
import io.p2plive.coordinate.chunk.MediaProbe.Verdict;
import io.p2plive.protocol.StreamFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaProbeTest {

    private static Optional<Verdict> feedByBytes(MediaProbe probe, byte[] stream) throws UnsupportedMediaException {
        Optional<Verdict> verdict = Optional.empty();
        for (int i = 0; i < stream.length && verdict.isEmpty(); i++) {
            verdict = probe.feed(wrappedBuffer(stream, i, 1));
        }
        return verdict;
    }

    private static String refusal(byte[] stream) {
        UnsupportedMediaException atOnce =
                assertThrows(UnsupportedMediaException.class, () -> new MediaProbe().feed(wrappedBuffer(stream)));
        UnsupportedMediaException byBytes =
                assertThrows(UnsupportedMediaException.class, () -> feedByBytes(new MediaProbe(), stream));
        assertEquals(atOnce.getMessage(), byBytes.getMessage(), "the same however it arrives");
        return atOnce.getMessage();
    }

    @ParameterizedTest
    @CsvSource({"small.m1v,MPEG1", "large.m1v,MPEG1", "small.ts,MPEGTS", "large.ts,MPEGTS"})
    void knowsWhatWeCarryHoweverItArrives(String name, StreamFormat format) throws UnsupportedMediaException {
        byte[] stream = Captures.read(name);
        Verdict atOnce = new MediaProbe().feed(wrappedBuffer(stream)).orElseThrow();
        assertEquals(format, atOnce.format());
        assertEquals(atOnce, feedByBytes(new MediaProbe(), stream).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.m1v", "small.ts"})
    void losesNothingThatIsNeeded(String name) throws UnsupportedMediaException {
        byte[] stream = Captures.read(name);
        assertEquals(Cutting.cut(Cutting.chunkerFor(stream), stream), pushedBytewise(stream));
        assertEquals(Cutting.cut(Cutting.chunkerFor(stream), stream), pushedAtOnce(stream));
    }

    @ParameterizedTest
    @CsvSource({
        "picture.jpg,neither an MPEG1 video stream nor MPEG-TS",
        "picture.png,neither an MPEG1 video stream nor MPEG-TS",
        "film.mp4,neither an MPEG1 video stream nor MPEG-TS",
        "film.h264,neither an MPEG1 video stream nor MPEG-TS",
        "film.mpg,neither an MPEG1 video stream nor MPEG-TS",
        "film.m2v,this is MPEG2 video",
        "mpeg2.ts,this is MPEG2 video",
        "h264.ts,carries H.264 video",
        "sound.ts,carries no video"
    })
    void refusesWhatWeDoNotCarryAndSaysHowToPush(String name, String words) {
        String message = refusal(Captures.read(name));
        assertTrue(message.contains(words), message);
        assertTrue(message.contains("mpeg1video"), message);
    }

    @Test
    void refusesZerosOnceTheyAreTooMany() throws UnsupportedMediaException {
        byte[] zeros = new byte[MediaProbe.MAX_BYTES + 20];
        assertTrue(new MediaProbe()
                .feed(wrappedBuffer(zeros, 0, MediaProbe.MAX_BYTES - 1))
                .isEmpty());
        assertTrue(refusal(zeros).contains("mpeg1video"));
    }

    @Test
    void refusesRandomBytes() {
        Random random = new Random(7);
        for (int round = 0; round < 100; round++) {
            byte[] noise = new byte[1_000];
            random.nextBytes(noise);
            assertTrue(refusal(noise).contains("MPEG-TS"));
        }
    }

    @Test
    void refusesWhatOnlyBeginsLikeATransportStream() {
        byte[] image = new byte[1_000];
        System.arraycopy("GIF89a".getBytes(StandardCharsets.US_ASCII), 0, image, 0, 6);
        assertTrue(refusal(image).contains("no packets of 188 bytes"));
    }

    @Test
    void waitsForMoreWhileTooLittleCame() throws UnsupportedMediaException {
        byte[] stream = Captures.read("small.m1v");
        assertTrue(new MediaProbe().feed(wrappedBuffer(stream, 0, 11)).isEmpty());
        assertTrue(new MediaProbe().feed(wrappedBuffer(stream, 0, 0)).isEmpty());
        assertFalse(new MediaProbe().feed(wrappedBuffer(stream, 0, 16)).isEmpty());
    }

    /** A trickle must not cost more than a burst: looking at everything again with each byte would take minutes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void looksAtEachByteOnlyOnce(boolean hasHeader) {
        byte[] endless = new byte[MediaProbe.MAX_BYTES + 20];
        if (hasHeader) {
            Arrays.fill(endless, (byte) 0x55);
            System.arraycopy(Captures.read("small.m1v"), 0, endless, 0, 12);
        }
        assertTimeout(
                Duration.ofSeconds(3),
                () -> assertThrows(UnsupportedMediaException.class, () -> feedByBytes(new MediaProbe(), endless)));
    }

    /** So a broadcaster begins that comes back by itself, with a picture or a group of them. */
    @ParameterizedTest
    @ValueSource(strings = {"small.m1v", "small.ts"})
    void letsInWhoBeginsInTheMiddleOfAGop(String name) throws UnsupportedMediaException {
        byte[] stream = Captures.read(name);
        List<Piece> pieces = Cutting.cut(Cutting.chunkerFor(stream), stream);
        byte[] tables = name.endsWith(".ts") ? Arrays.copyOf(stream, 3 * TsPacket.BYTES) : new byte[0];
        for (int first = 1; first < 8; first++) {
            String rest = Cutting.joined(pieces.subList(first, pieces.size()));
            byte[] late = Cutting.concat(tables, rest.getBytes(StandardCharsets.ISO_8859_1));
            assertEquals(pieces.subList(8, pieces.size()), pushedBytewise(late), "begins with picture " + first);
            assertEquals(pieces.subList(8, pieces.size()), pushedAtOnce(late), "begins with picture " + first);
        }
    }

    private static List<Piece> pushedAtOnce(byte[] stream) throws UnsupportedMediaException {
        MediaProbe probe = new MediaProbe();
        Cutting cutting = new Cutting();
        Chunker chunker = probe.feed(wrappedBuffer(stream)).orElseThrow().chunker(cutting);
        probe.replayTo(chunker);
        chunker.finish();
        return cutting.pieces();
    }

    private static List<Piece> pushedBytewise(byte[] stream) throws UnsupportedMediaException {
        MediaProbe probe = new MediaProbe();
        Cutting cutting = new Cutting();
        int at = 0;
        Optional<Verdict> verdict = Optional.empty();
        while (verdict.isEmpty()) {
            verdict = probe.feed(wrappedBuffer(stream, at++, 1));
        }
        Chunker chunker = verdict.get().chunker(cutting);
        probe.replayTo(chunker);
        chunker.feed(wrappedBuffer(stream, at, stream.length - at));
        chunker.finish();
        return cutting.pieces();
    }

    @Test
    void waitsLongForASequenceHeaderAndKeepsNothingMeanwhile() throws UnsupportedMediaException {
        byte[] late =
                Cutting.concat(Mpeg1Bytes.picture(3_000_000), Mpeg1Bytes.picture(2_000_000), Mpeg1Bytes.gop(2, 100));
        MediaProbe probe = new MediaProbe();
        Optional<Verdict> verdict = Optional.empty();
        for (int at = 0; verdict.isEmpty(); at += 1_000) {
            verdict = probe.feed(wrappedBuffer(late, at, Math.min(1_000, late.length - at)));
        }
        assertEquals(StreamFormat.MPEG1, verdict.get().format());
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        probe.replayTo(new Chunker() {
            @Override
            public void feed(ByteBuf bytes) {
                kept.writeBytes(ByteBufUtil.getBytes(bytes));
            }

            @Override
            public void finish() {
                throw new AssertionError("not yet");
            }
        });
        assertTrue(kept.size() <= 1_010, "kept " + kept.size());
    }

    @Test
    void survivesAnyDamageToATransportStream() {
        byte[] stream = Arrays.copyOf(Captures.read("small.ts"), 20 * TsPacket.BYTES);
        Random random = new Random(11);
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = stream.clone();
            for (int i = 0; i < 6; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                MediaProbe probe = new MediaProbe();
                Optional<Verdict> verdict = probe.feed(wrappedBuffer(damaged));
                if (verdict.isPresent()) {
                    probe.replayTo(verdict.get().chunker(new Cutting()));
                }
            } catch (UnsupportedMediaException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
    }
}
