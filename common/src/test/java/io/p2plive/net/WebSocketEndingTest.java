/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.testing.RawWebSocket;
import io.p2plive.testing.RawWebSocket.Frame;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every way in which a connection ends; its owner hears of each exactly once. */
class WebSocketEndingTest {
    private static final byte[] NOT_UTF8 = {(byte) 0xc3, (byte) 0x28};

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
    void byTheClientsClosingHandshake() throws Exception {
        byte[] goingAway = {0x03, (byte) 0xe9, 'b', 'y', 'e'};
        try (RawWebSocket client = server.open()) {
            Frame answer = client.frame(RawWebSocket.CLOSE, true, goingAway).read();

            assertEquals(RawWebSocket.CLOSE, answer.opcode());
            assertArrayEquals(goingAway, answer.payload());
            assertTrue(client.connection().isAtEnd());
        }
        server.assertClosedOnce(server.accepted());
    }

    @Test
    void byAClientThatVanishes() throws Exception {
        try (RawWebSocket client = server.open()) {
            client.connection().reset();
        }
        server.assertClosedOnce(server.accepted());
    }

    @Test
    void byAClientThatLeavesWithoutAHandshake() throws Exception {
        server.open().close();

        server.assertClosedOnce(server.accepted());
    }

    @Test
    void byItsOwner() throws Exception {
        RecordingHandler handler;
        try (RawWebSocket client = server.open()) {
            handler = server.accepted();

            handler.connection().close(1008, "malformed: as the test wants");
            handler.connection().close(1013, "the first call counts");
            handler.connection().sendText("nobody hears this");

            assertClose(client, 1008, "malformed: as the test wants");
        }
        server.assertClosedOnce(handler);
    }

    @Test
    void byItsOwnerForAReasonThatIsTooLongToBeSaidWhole() throws Exception {
        RecordingHandler handler;
        try (RawWebSocket client = server.open()) {
            handler = server.accepted();

            handler.connection().close(1008, "ééé".repeat(100));

            Frame close = client.read();
            assertTrue(close.text().startsWith("ééé") && close.payload().length <= 125, close.text());
        }
        server.assertClosedOnce(handler);
    }

    @Test
    void byTheServer() throws Exception {
        RecordingHandler handler;
        try (RawWebSocket client = server.open()) {
            handler = server.accepted();
            handler.connection();

            server.server().server().close();

            assertTrue(client.connection().isAtEnd());
        }
        server.assertClosedOnce(handler);
    }

    @Test
    void byAMessageOverTheLimit() throws Exception {
        assertEnds(1009, client -> client.text("x".repeat(SpeakingServer.MAX_MESSAGE_BYTES + 1)));
    }

    @Test
    void byAMessageThatIsOnlyAnnounced() throws Exception {
        byte[] header = {(byte) 0x81, (byte) 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4};
        assertEnds(1009, client -> client.raw(header));
    }

    @Test
    void byFragmentsThatTogetherAreOverTheLimit() throws Exception {
        byte[] half = "x".repeat(SpeakingServer.MAX_MESSAGE_BYTES / 2 + 1).getBytes(StandardCharsets.US_ASCII);
        assertEnds(
                1009,
                client -> client.frame(RawWebSocket.TEXT, false, half).frame(RawWebSocket.CONTINUATION, true, half));
    }

    @Test
    void byBinary() throws Exception {
        assertEnds(1003, client -> client.frame(RawWebSocket.BINARY, true, new byte[] {1}));
    }

    @Test
    void byTextThatIsNoUtf8() throws Exception {
        assertEnds(1007, client -> client.frame(RawWebSocket.TEXT, true, NOT_UTF8));
    }

    @Test
    void byAFrameThatIsNotMasked() throws Exception {
        assertEnds(1002, client -> client.raw(new byte[] {(byte) 0x81, 1, 'x'}));
    }

    @Test
    void byAnOpcodeThatDoesNotExist() throws Exception {
        assertEnds(1002, client -> client.frame(3, true, new byte[0]));
    }

    @Test
    void byAContinuationOfNothing() throws Exception {
        assertEnds(1002, client -> client.frame(RawWebSocket.CONTINUATION, true, new byte[] {'x'}));
    }

    @Test
    void byAFaultOfItsOwnerInAMessage() throws Exception {
        assertEnds(1011, client -> client.text(RecordingHandler.FAIL));
    }

    @Test
    void byAFaultOfItsOwnerInTheBeginning() throws Exception {
        RecordingHandler handler;
        try (RawWebSocket client = RawWebSocket.open(server.server().port(), "/?fail=1")) {
            handler = server.accepted();
            assertClose(client, 1011, "internal: our fault; the log says more");
        }
        server.assertClosedOnce(handler);
    }

    @Test
    @Timeout(20)
    void byAClientThatNeverReadsWithinABoundOfWhatWaits() throws Exception {
        AtomicLong most = new AtomicLong();
        String text = "x".repeat(10_000);
        RawWebSocket client = server.open();
        RecordingHandler handler = server.accepted();
        try {
            WebSocketConnection connection = handler.connection();

            await().atMost(10, SECONDS)
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        for (int i = 0; i < 20; i++) {
                            connection.sendText(text);
                            long waiting = connection.channel().bytesBeforeWritable();
                            // A closed channel says that it will never be writable.
                            most.accumulateAndGet(waiting == Long.MAX_VALUE ? 0 : waiting, Math::max);
                        }
                        return !connection.channel().isOpen();
                    });
        } finally {
            client.close();
        }
        assertTrue(most.get() > 100_000 && most.get() < 1_200_000, most + " bytes waited");
        server.assertClosedOnce(handler);
    }

    private interface Offence {
        void against(RawWebSocket client) throws IOException;
    }

    /** The client also goes on after it: nothing of that may reach the owner. */
    private void assertEnds(int code, Offence offence) throws Exception {
        RecordingHandler handler;
        try (RawWebSocket client = server.open()) {
            handler = server.accepted();
            handler.connection();
            offence.against(client);
            assertClose(client, code, null);
        }
        server.assertClosedOnce(handler);
        assertTrue(handler.texts().isEmpty(), handler.texts().toString());
    }

    private static void assertClose(RawWebSocket client, int code, String reason) throws IOException {
        Frame close = client.read();
        assertEquals(RawWebSocket.CLOSE, close.opcode());
        assertEquals(code, close.closeCode());
        if (reason != null) {
            assertEquals(reason, close.text());
        }
        try {
            while (client.read().opcode() == RawWebSocket.CLOSE) {
                // A second word of the same ending harms nobody.
            }
        } catch (EOFException e) {
            return;
        }
        throw new AssertionError("something came after the close frame");
    }
}
