/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.coordinate.chunk.Captures;
import io.p2plive.coordinate.chunk.Cutting;
import io.p2plive.coordinate.chunk.Cutting.Piece;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.RelayMessage.CloseReason;
import io.p2plive.protocol.RelayMessage.Open;
import io.p2plive.protocol.StreamFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real ffmpeg pushes is what a forward gets. */
class FfmpegPushTest {
    @TempDir
    private static Path folder;

    private final CoordinateUnderTest coordinate =
            new CoordinateUnderTest("STREAMKEYS", "[{stream: guarded, key: opensesame}]", "STRIPES", "3");
    private final FakeForward forward = new FakeForward();

    @BeforeEach
    void feedTheForward() {
        coordinate.feedOpenly(forward);
    }

    @AfterEach
    void close() {
        coordinate.close();
        forward.close();
    }

    private static List<Piece> expectedPieces(List<String> arguments) throws IOException {
        Path file = folder.resolve("expected");
        assertEquals(0, Ffmpeg.run(arguments, file.toString()).exitCode());
        byte[] stream = Files.readAllBytes(file);
        return Cutting.cut(Cutting.chunkerFor(stream), stream);
    }

    private String url(String credentials, String path) {
        return "http://" + credentials + "127.0.0.1:" + coordinate.port() + path;
    }

    @ParameterizedTest
    @CsvSource({
        "elementary,''",
        "elementary,-send_expect_100 1",
        "elementary,-method PUT",
        "elementary,-chunked_post 0",
        "transport,''",
        "transport,-send_expect_100 1",
        "transport,-method PUT",
        "transport,-chunked_post 0"
    })
    void reachesAForwardByteForByte(String kind, String options) throws IOException {
        List<String> arguments = kind.equals("transport") ? Ffmpeg.transport() : Ffmpeg.elementary();
        List<Piece> expected = expectedPieces(arguments);

        List<String> push = new ArrayList<>(arguments);
        push.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
        Ffmpeg.Result result = Ffmpeg.run(push, url("", "/stream"));
        assertEquals(0, result.exitCode(), result.words());

        await().until(() -> !forward.closes().isEmpty());
        Open open = forward.opens().get(0);
        assertEquals("live", open.stream().value());
        assertEquals(3, open.stripes());
        assertEquals(kind.equals("transport") ? StreamFormat.MPEGTS : StreamFormat.MPEG1, open.format());
        assertEquals(CloseReason.ENDED, forward.closes().get(0).reason());
        assertSameChunks(expected, forward.chunks(open.epoch()));
    }

    private static void assertSameChunks(List<Piece> expected, List<Chunk> chunks) {
        assertEquals(expected.size() + 1, chunks.size());
        for (int i = 0; i < expected.size(); i++) {
            Chunk chunk = chunks.get(i);
            assertEquals(i, chunk.sequence());
            assertEquals(i % 3, chunk.stripe());
            assertEquals(expected.get(i).flags(), chunk.flags());
        }
        assertTrue(chunks.get(chunks.size() - 1).isEnd());
        assertEquals(Cutting.joined(expected), FakeForward.payload(chunks));
    }

    @Test
    void entersAGuardedStreamWithItsKey() {
        List<String> withHeader = new ArrayList<>(Ffmpeg.elementary());
        withHeader.addAll(List.of("-headers", "Authorization: Bearer opensesame\r\n"));
        assertEquals(0, Ffmpeg.run(withHeader, url("", "/stream/guarded")).exitCode());
        assertEquals(
                0,
                Ffmpeg.run(Ffmpeg.elementary(), url("me:opensesame@", "/stream/guarded"))
                        .exitCode());
        await().until(() -> forward.closes().size() == 2);
        assertEquals(
                List.of("guarded", "guarded"),
                forward.opens().stream().map(open -> open.stream().value()).toList());
        assertTrue(forward.opens().get(0).epoch() < forward.opens().get(1).epoch());
    }

    @Test
    void failsWithoutTheKey() {
        assertFails(Ffmpeg.elementary(), url("", "/stream/guarded"), "");
        assertFails(Ffmpeg.elementary(), url("me:wrong@", "/stream/guarded"), "");
        List<String> asking = new ArrayList<>(Ffmpeg.elementary());
        asking.addAll(List.of("-send_expect_100", "1"));
        assertFails(asking, url("", "/stream/guarded"), "401");
        assertEquals(List.of(), forward.opens());
    }

    @Test
    void failsWhileAnotherPublisherPushesTheStream() {
        try (RawClient other = new RawClient(coordinate.port(), "127.0.0.2")) {
            other.post("/stream").body(Captures.read("small.m1v"));
            await().until(() -> !forward.opens().isEmpty());
            assertFails(Ffmpeg.elementary(), url("", "/stream"), "");
            List<String> asking = new ArrayList<>(Ffmpeg.elementary());
            asking.addAll(List.of("-send_expect_100", "1"));
            assertFails(asking, url("", "/stream"), "4");
            assertEquals(1, forward.opens().size());
            assertEquals(List.of(), forward.closes(), "the other goes on");
        }
    }

    @Test
    void failsWithWhatWeDoNotCarry() {
        List<String> h264 = List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x240:r=25:d=4",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-f",
                "mpegts");
        List<String> mpeg2 = List.of(
                "-re", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=10", "-c:v", "mpeg2video", "-f", "mpegts");
        assertFails(List.of("-re"), h264, url("", "/stream"));
        assertFails(mpeg2, url("", "/stream"), "");
        assertEquals(List.of(), forward.opens());
    }

    private static void assertFails(List<String> before, List<String> arguments, String url) {
        List<String> all = new ArrayList<>(before);
        all.addAll(arguments);
        assertFails(all, url, "");
    }

    private static void assertFails(List<String> arguments, String url, String word) {
        List<String> paced = new ArrayList<>(List.of("-re"));
        paced.addAll(arguments);
        Ffmpeg.Result result = Ffmpeg.run(paced, url);
        assertNotEquals(0, result.exitCode());
        assertTrue(result.words().contains(word), result.words());
    }
}
