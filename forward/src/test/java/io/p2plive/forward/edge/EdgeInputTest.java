/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import static io.p2plive.forward.testing.TestChunks.gop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.forward.ForwardDaemon;
import io.p2plive.forward.testing.RelayClient;
import io.p2plive.forward.testing.TestForward;
import io.p2plive.forward.testing.Watcher;
import java.io.IOException;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes on the viewers' port, it is refused with its reason, and a viewer beside it goes on. */
class EdgeInputTest {
    private static final int MAX_VIEWERS = 3;
    private static ForwardDaemon forward;
    private static RelayClient link;
    private static Watcher good;
    private static long sequence;

    @BeforeAll
    static void start() throws IOException {
        forward = TestForward.started("", new EdgeLimits(MAX_VIEWERS, 50, 1 << 20, 2_000, 15_000, 0));
        link = RelayClient.greeted(forward.relayPort());
        link.open(0, "live", 1);
        good = watch("");
    }

    @AfterAll
    static void stop() {
        good.close();
        link.close();
        forward.close();
    }

    @AfterEach
    void theViewerBesideGoesOn() throws IOException {
        link.chunks(0, gop(1, sequence, 2));
        sequence += 2;
        good.awaitSequence(sequence - 1);
    }

    private static Watcher watch(String query) {
        return Watcher.watch(forward.viewerPort(), query);
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of("noise", "malformed"),
                Arguments.of("[]", "malformed"),
                Arguments.of("{}", "unknown-type"),
                Arguments.of("{\"type\":\"join\"}", "unknown-type"),
                Arguments.of("{\"type\":\"stream\",\"name\":\"x\",\"state\":\"live\",\"stripes\":2}", "unknown-type"),
                Arguments.of("{\"type\":\"subscribe\"}", "malformed"),
                Arguments.of("{\"type\":\"subscribe\",\"stripes\":\"0\"}", "malformed"),
                Arguments.of("{\"type\":\"subscribe\",\"stripes\":[0,1,2,3,4,5,6,7,8]}", "malformed"),
                Arguments.of("{\"type\":\"subscribe\",\"stripes\":[-1]}", "malformed"),
                Arguments.of(
                        "{\"type\":\"subscribe\",\"stripes\":[0],\"from\":{\"epoch\":-1,\"sequence\":0}}", "malformed"),
                Arguments.of("{\"type\":\"request\",\"epoch\":1,\"sequences\":[]}", "malformed"),
                Arguments.of("{\"type\":\"request\",\"epoch\":1,\"sequences\":[4294967296]}", "malformed"),
                Arguments.of("{\"type\":\"request\",\"epoch\":1,\"epoch\":1,\"sequences\":[1]}", "malformed"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("messages")
    void isRefused(String json, String reason) {
        try (Watcher bad = watch("")) {
            bad.say(json);

            assertEquals(1008, bad.awaitClose());
            assertEquals(reason, bad.awaitMessage("refused").get("reason").asText());
            assertTrue(bad.closeReason().startsWith(reason), bad.closeReason());
        }
    }

    @Test
    void binaryIsRefused() {
        try (Watcher bad = watch("")) {
            bad.socket().sendBinary(ByteBuffer.wrap(new byte[5]), true).join();

            assertEquals(1003, bad.awaitClose());
        }
    }

    @Test
    void aMessageOverTheLimitIsRefused() {
        try (Watcher bad = watch("")) {
            bad.socket().sendText("{\"type\":\"" + "x".repeat(4_096) + "\"}", true);

            assertEquals(1009, bad.awaitClose());
        }
    }

    @Test
    void aFloodOfMessagesIsRefused() {
        try (Watcher bad = watch("")) {
            for (int i = 0; i < 5_000 && !bad.isClosed(); i++) {
                bad.socket()
                        .sendText("{\"type\":\"subscribe\",\"stripes\":[]}", true)
                        .exceptionally(closed -> null)
                        .join();
            }

            assertEquals(1008, bad.awaitClose());
            assertEquals("too-many", bad.awaitMessage("refused").get("reason").asText());
        }
    }

    @Test
    void byeIsAnsweredByAClose() {
        try (Watcher leaving = watch("")) {
            leaving.say("{\"type\":\"bye\",\"reason\":\"leaving\"}");

            assertEquals(1000, leaving.awaitClose());
        }
    }

    @Test
    void aViewerMoreThanTheLimitIsRefusedAndItsPlaceIsFreeAgainLater() {
        List<Watcher> others = new ArrayList<>();
        Watcher.await().until(() -> {
            others.add(watch("?stream=other"));
            return others.size() == MAX_VIEWERS - 1;
        });

        CompletionException refused = assertThrows(CompletionException.class, () -> watch("?stream=other"));

        WebSocketHandshakeException handshake = (WebSocketHandshakeException) refused.getCause();
        assertEquals(503, handshake.getResponse().statusCode());
        others.forEach(Watcher::close);
        Watcher.await().ignoreExceptions().until(() -> {
            watch("?stream=other").close();
            return true;
        });
    }

    @Test
    void namesBeyondThoseThatMayWaitAreRefusedEvenOneAfterTheOther() {
        // Each is forgotten with its viewer, so strangers cannot fill the list.
        for (int i = 0; i < 12; i++) {
            Watcher stranger = watch("?stream=made-up-" + i);
            stranger.awaitState("waiting");
            stranger.say("{\"type\":\"bye\",\"reason\":\"leaving\"}");
            stranger.awaitClose();
        }
    }

    static Stream<Arguments> requests() {
        String upgrade = "Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        return Stream.of(
                Arguments.of("GET /?stream=..%2Fx HTTP/1.1\r\n" + upgrade, 400),
                Arguments.of("GET /?stripes=99 HTTP/1.1\r\n" + upgrade, 400),
                Arguments.of("GET /?epoch=1 HTTP/1.1\r\n" + upgrade, 400),
                Arguments.of("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 426),
                Arguments.of("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n", 404),
                Arguments.of("POST /load HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 405),
                Arguments.of("GET /load HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nxx", 413),
                Arguments.of("GET /load HTTP/1.1\r\nHost: x\r\nContent-Length: minus\r\n\r\n", 400),
                Arguments.of("GET /load HTTP/1.1\r\nX: " + "x".repeat(9_000) + "\r\n\r\n", 431),
                Arguments.of("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n", 414),
                Arguments.of("\u0000\u0001\u0002 noise\r\n\r\n", 400));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestIsRefusedWithItsStatus(String request, int status) throws IOException {
        try (Socket socket = dial()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));

            assertTrue(firstLine(socket).startsWith("HTTP/1.1 " + status + " "));
        }
    }

    @Test
    void anEndlessHeaderIsCutOff() throws IOException {
        try (Socket socket = dial()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] line = "X-Again: and again\r\n".getBytes(StandardCharsets.US_ASCII);
            IOException cut = assertThrows(IOException.class, () -> {
                for (long i = 0; i < 10_000_000; i++) {
                    socket.getOutputStream().write(line);
                }
            });
            assertTrue(cut.getMessage() != null);
        }
    }

    @Test
    void aFrameWithALyingLengthIsRefused() throws IOException {
        try (Socket socket = dial()) {
            shakeHands(socket);
            // A masked text frame that claims 2^62 bytes.
            socket.getOutputStream()
                    .write(new byte[] {(byte) 0x81, (byte) 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4});

            awaitEnd(socket);
        }
    }

    @Test
    void anUnmaskedFrameIsRefused() throws IOException {
        try (Socket socket = dial()) {
            shakeHands(socket);
            socket.getOutputStream().write(new byte[] {(byte) 0x81, 2, '{', '}'});

            awaitEnd(socket);
        }
    }

    private static Socket dial() throws IOException {
        Socket socket = new Socket("127.0.0.1", forward.viewerPort());
        socket.setSoTimeout(8_000);
        return socket;
    }

    private static void shakeHands(Socket socket) throws IOException {
        socket.getOutputStream()
                .write(("GET /?stream=other HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertTrue(firstLine(socket).startsWith("HTTP/1.1 101 "));
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = socket.getInputStream().read();
                character >= 0 && character != '\n';
                character = socket.getInputStream().read()) {
            line.append((char) character);
        }
        return line.toString();
    }

    private static void awaitEnd(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // What it says before the end is of no interest here.
        }
    }
}
