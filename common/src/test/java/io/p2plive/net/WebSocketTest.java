/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelFuture;
import io.p2plive.testing.RawConnection;
import io.p2plive.testing.RawWebSocket;
import io.p2plive.testing.RawWebSocket.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshake, and the messages of a connection that goes well. */
class WebSocketTest {
    private SpeakingServer server;

    @BeforeEach
    void start() throws IOException {
        server = new SpeakingServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersTheHandshakeAsTheRfcShowsIt() throws Exception {
        try (RawConnection client = server.server().connect()) {
            RawConnection.Response response =
                    client.send(RawWebSocket.upgrade("/")).head();

            assertEquals(101, response.status());
            assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", response.headers().get("sec-websocket-accept"));
        }
    }

    @Test
    void carriesTextBothWays() throws Exception {
        try (RawWebSocket client = server.open()) {
            RecordingHandler handler = server.accepted();
            client.text("from the viewer ✓").text("");

            assertEquals("from the viewer ✓", handler.text());
            assertEquals("", handler.text());

            handler.connection().sendText("to the viewer ✓");
            assertEquals("to the viewer ✓", client.read().text());
        }
    }

    @Test
    void keepsTheOrderOfWhatManyMessagesSay() throws Exception {
        try (RawWebSocket client = server.open()) {
            RecordingHandler handler = server.accepted();
            List<String> sent =
                    IntStream.range(0, 1_000).mapToObj(String::valueOf).toList();
            for (String text : sent) {
                client.text(text);
                handler.connection().sendText(text);
            }

            for (String text : sent) {
                assertEquals(text, handler.text());
                assertEquals(text, client.read().text());
            }
        }
    }

    @Test
    void joinsAFragmentedMessageAlsoAroundAPing() throws Exception {
        byte[] check = "✓".getBytes(StandardCharsets.UTF_8);
        try (RawWebSocket client = server.open()) {
            client.frame(RawWebSocket.TEXT, false, new byte[] {'a', check[0]})
                    .frame(RawWebSocket.PING, true, new byte[0])
                    .frame(RawWebSocket.CONTINUATION, false, new byte[] {check[1]})
                    .frame(RawWebSocket.CONTINUATION, true, new byte[] {check[2], 'z'});

            assertEquals("a✓z", server.accepted().text());
            assertEquals(RawWebSocket.PONG, client.read().opcode());
        }
    }

    @Test
    void takesAMessageOfJustItsLimit() throws Exception {
        String longest = "x".repeat(SpeakingServer.MAX_MESSAGE_BYTES);
        try (RawWebSocket client = server.open()) {
            client.text(longest);

            assertEquals(longest, server.accepted().text());
        }
    }

    @Test
    void answersAPingWithItsOwnBytes() throws Exception {
        byte[] payload = {1, 2, 3};
        try (RawWebSocket client = server.open()) {
            Frame pong = client.frame(RawWebSocket.PING, true, payload).read();

            assertEquals(RawWebSocket.PONG, pong.opcode());
            assertArrayEquals(payload, pong.payload());
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {0, 1, 125, 126, 16_280, 65_535})
    void carriesBytesThatWereFramedOnceForAll(int length) throws Exception {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        try (RawWebSocket client = server.open()) {
            WebSocketConnection connection = server.accepted().connection();

            connection.channel().writeAndFlush(WebSocketConnection.frame(payload));

            Frame frame = client.read();
            assertEquals(RawWebSocket.BINARY, frame.opcode());
            assertArrayEquals(payload, frame.payload());
        }
    }

    @Test
    void framesNothingThatNeedsALongerLength() {
        assertThrows(IllegalArgumentException.class, () -> WebSocketConnection.frame(new byte[65_536]));
    }

    @Test
    void refusesTheHandshakeWithTheEndpointsReason() throws Exception {
        RawConnection.Response response = server.server().ask(RawWebSocket.upgrade("/?refuse=1"));

        assertEquals(503, response.status());
        assertEquals("draining: as the test wants\n", response.body());
        assertTrue(server.hasAcceptedNobody());
    }

    @Test
    void refusesWhoDoesNotAskForAnUpgrade() throws Exception {
        RawConnection.Response response = server.server().ask("GET / HTTP/1.1\nHost: a\n\n");

        assertEquals(426, response.status());
        assertEquals("websocket", response.headers().get("upgrade"));
        assertTrue(server.hasAcceptedNobody());
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource({
        "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8, 426",
        "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 14, 426",
        "Sec-WebSocket-Version: 13, X: y, 426",
        "Upgrade: websocket, Upgrade: h2c, 426",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, X: y, 400",
        "Connection: Upgrade, Connection: keep-alive, 400"
    })
    void refusesABrokenHandshake(String right, String wrong, int status) throws Exception {
        assertEquals(
                status,
                server.server()
                        .ask(RawWebSocket.upgrade("/").replace(right, wrong))
                        .status());
    }

    @Test
    void tellsItsOwnerOfAHandshakeThatFailedAfterItWasAccepted() throws Exception {
        server.server().ask(RawWebSocket.upgrade("/").replace("Sec-WebSocket-Key", "X"));

        server.assertClosedOnce(server.accepted());
    }

    @Test
    void tellsWhenTheOtherSideNoLongerReadsAndWhenItDoesAgain() throws Exception {
        try (RawWebSocket client = server.open()) {
            RecordingHandler handler = server.accepted();
            WebSocketConnection connection = handler.connection();
            byte[] payload = new byte[60_000];
            int frames = 2;
            while (send(connection, payload).await(200)) {
                frames++;
            }
            send(connection, payload);
            await().atMost(5, SECONDS).until(() -> !handler.lastWritability());

            for (int i = 0; i < frames; i++) {
                assertEquals(payload.length, client.read().payload().length);
            }

            await().atMost(5, SECONDS).until(() -> handler.lastWritability());
        }
    }

    private static ChannelFuture send(WebSocketConnection connection, byte[] payload) {
        return connection.channel().writeAndFlush(WebSocketConnection.frame(payload));
    }
}
