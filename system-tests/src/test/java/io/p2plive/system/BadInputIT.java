/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.StreamFormat;
import io.p2plive.system.harness.Audience;
import io.p2plive.system.harness.Broadcaster;
import io.p2plive.system.harness.Eventually;
import io.p2plive.system.harness.Http;
import io.p2plive.system.harness.LiveSystem;
import io.p2plive.system.harness.RawConnection;
import io.p2plive.system.harness.RelayFrame;
import io.p2plive.system.harness.SocketProbe;
import io.p2plive.system.harness.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nonsense on every port is refused with a reason; who watches meanwhile loses nothing. */
@Timeout(60)
final class BadInputIT {
    private static final int CODE = 3;
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(5);
    /** Longer than any port waits for the rest of a request. */
    private static final Duration FORGOTTEN_WITHIN = Duration.ofSeconds(20);

    private static final String STRANGER = "ffffffffffffffffffffffffffffffff";
    private static final String JOIN =
            "{\"type\":\"join\",\"protocol\":1,\"key\":\"%s\",\"share\":true," + "\"parents\":[],\"children\":[]}";
    private static final String HELLO = "{\"type\":\"hello\",\"protocol\":1,\"coordinate\":\"forger\"}";
    private static final String OPEN =
            "{\"type\":\"open\",\"channel\":1,\"stream\":\"forged\",\"epoch\":1,\"format\":\"mpeg1\",\"stripes\":2}";

    @RegisterExtension
    static final Stage stage = new Stage();

    private static final Audience audience = new Audience(CODE);
    private static LiveSystem system;
    private Audience.Mark mark;

    @BeforeAll
    static void aRunningStreamAndOneWhoWatches() {
        system = stage.system(1).start();
        system.broadcast("live", CODE, Broadcaster.Format.MPEG1);
        system.awaitLive(0, "live");
        audience.watching(stage.browser("main").open("watcher", system.pageUrl("")));
        audience.awaitSettled();
    }

    @BeforeEach
    void fromNowOn() {
        mark = audience.mark();
    }

    @AfterEach
    void watcherLosesNothing() {
        audience.watching().forEach(viewer -> viewer.awaitPictures());
        audience.lostNothingSince(mark);
    }

    static Stream<Integer> httpPorts() {
        return Stream.of(
                system.coordinatePort(),
                system.trackerPort(),
                system.forwardPorts(0).viewers());
    }

    static Stream<Integer> allPorts() {
        return Stream.concat(httpPorts(), Stream.of(system.forwardPorts(0).relay()));
    }

    @ParameterizedTest
    @MethodSource("httpPorts")
    void garbageIsRefused(int port) {
        try (RawConnection connection = RawConnection.to(port)) {
            String answer = connection
                    .send("\u0001\u0002\u00ff no request at all\r\n\r\n")
                    .answerUntilClosed(REFUSED_WITHIN);
            assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
            assertTrue(answer.contains("malformed"), answer);
        }
    }

    @ParameterizedTest
    @MethodSource("httpPorts")
    void headerWithoutEndIsRefused(int port) {
        try (RawConnection connection = RawConnection.to(port)) {
            connection.send("GET /tracker HTTP/1.1\r\nHost: localhost\r\nX-Long: ");
            for (int i = 0; i < 16 && connection.send("a".repeat(4_096).getBytes(StandardCharsets.US_ASCII)); i++) {
                // Sends on until it hangs up, or 64 KiB are there.
            }
            String answer = connection.answerUntilClosed(REFUSED_WITHIN);
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4"), answer);
        }
    }

    @Test
    void connectionsThatSayNothingOrHalfARequestAreClosed() {
        List<RawConnection> idle = new ArrayList<>();
        try {
            allPorts().forEach(port -> idle.add(RawConnection.to(port)));
            httpPorts().forEach(port -> idle.add(RawConnection.to(port).send("GET /tracker HTTP/1.1\r\nHost: loc")));
            idle.add(RawConnection.to(system.forwardPorts(0).relay()).send("\0\0\0"));
            idle.forEach(connection -> connection.answerUntilClosed(FORGOTTEN_WITHIN));
        } finally {
            idle.forEach(RawConnection::close);
        }
    }

    /** As ffmpeg pushes, and then the line goes dead: the next push of that name must not wait for it. */
    @Test
    void pushThatFallsSilentIsForgotten() {
        try (RawConnection push = RawConnection.to(system.coordinatePort())) {
            push.send("POST /stream/silent HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .answerUntilClosed(FORGOTTEN_WITHIN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stream/photo", "/stream"})
    void pushedJpegIsUnsupported(String path) {
        byte[] jpeg = new byte[60_000];
        byte[] start = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0};
        System.arraycopy(start, 0, jpeg, 0, start.length);
        Http.Answer answer = Http.send("POST", system.coordinateUrl() + path, jpeg);
        assertEquals(415, answer.status(), answer::body);
        assertEquals("unsupported-media", answer.json().path("reason").asText());
    }

    @Test
    void pushToNoStreamNameIsMalformed() {
        Http.Answer answer = Http.send("POST", system.coordinateUrl() + "/stream/no%20name", new byte[100]);
        assertEquals(400, answer.status(), answer::body);
        assertEquals("malformed", answer.json().path("reason").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"protocol\":\"one\"}", "[]", "{", "\"tracker\"", "{\"protocol\":1,\"forwards\":7}"})
    void registrationWithWrongTypesIsMalformed(String body) {
        Http.Answer answer =
                Http.send("POST", system.coordinateUrl() + "/tracker", body.getBytes(StandardCharsets.UTF_8));
        assertEquals(400, answer.status(), answer::body);
        assertEquals("malformed", answer.json().path("reason").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"join\",\"protocol\":\"one\"} | malformed",
                "{\"type\":\"join\",\"type\":\"join\"} | malformed",
                "no json | malformed",
                "{\"type\":\"dance\"} | unknown-type",
                "{\"type\":\"offer\",\"to\":\"ffffffffffffffffffffffffffffffff\",\"payload\":\"x\"} | not-joined"
            })
    void trackerRefuses(String message, String reason) {
        try (SocketProbe viewer = SocketProbe.open(system.resourceUrl("live"))) {
            JsonNode refused = viewer.send(message).awaitMessage("refused", REFUSED_WITHIN);
            assertEquals(reason, refused.path("reason").asText());
        }
    }

    @Test
    void offerToAStrangerIsNotPassedOn() {
        try (SocketProbe viewer = SocketProbe.open(system.resourceUrl("other"))) {
            viewer.send(String.format(JOIN, "0123456789abcdef0123456789abcdef"))
                    .awaitMessage("welcome", REFUSED_WITHIN);
            viewer.send("{\"type\":\"offer\",\"to\":\"" + STRANGER + "\",\"payload\":\"x\"}");
            String reason = viewer.awaitMessage("refused", REFUSED_WITHIN)
                    .path("reason")
                    .asText();
            assertTrue(List.of("not-introduced", "unknown-viewer").contains(reason), reason);
        }
    }

    @Test
    void tooLargeMessageIsRefused() {
        closedWith(1009, system.resourceUrl("live"), "{\"type\":\"join\",\"key\":\"" + "0".repeat(40_000) + "\"}");
        closedWith(1009, system.pullUrl(0, "live"), "{\"type\":\"request\",\"x\":\"" + "0".repeat(8_000) + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tracker", "forward"})
    void binaryMessageOfAViewerIsRefused(String daemon) {
        String url = "tracker".equals(daemon) ? system.resourceUrl("live") : system.pullUrl(0, "live");
        try (SocketProbe viewer = SocketProbe.open(url)) {
            assertEquals(1003, viewer.send(new byte[100]).awaitClose(REFUSED_WITHIN));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"subscribe\",\"stripes\":\"all\"} | malformed",
                "{\"type\":\"request\",\"epoch\":1,\"sequences\":[]} | malformed",
                "no json | malformed",
                "{\"type\":\"dance\"} | unknown-type"
            })
    void forwardRefuses(String message, String reason) {
        try (SocketProbe viewer = SocketProbe.open(system.pullUrl(0, "live"))) {
            JsonNode refused = viewer.send(message).awaitMessage("refused", REFUSED_WITHIN);
            assertEquals(reason, refused.path("reason").asText());
        }
    }

    @Test
    void pullOfNoStreamNameIsRefused() {
        try (RawConnection connection = RawConnection.to(system.forwardPorts(0).viewers())) {
            String answer = connection
                    .send("GET /?stream=no%20name HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                    .answerUntilClosed(FORGOTTEN_WITHIN);
            assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
            assertTrue(answer.contains("malformed"), answer);
        }
    }

    @Test
    void relayLinkRefusesFramesThatLieAboutTheirLength() {
        refusedByRelay(new byte[] {0, 0, 0, 0, 1});
        refusedByRelay(new byte[] {0x7f, 0, 0, 0, 1});
        refusedByRelay("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void relayLinkRefusesWhatComesBeforeHello() {
        refusedByRelay(RelayFrame.control(OPEN));
        refusedByRelay(RelayFrame.control("{\"type\":\"hello\",\"protocol\":\"one\"}"));
        refusedByRelay(RelayFrame.control("{\"type\":\"hello\",\"protocol\":9,\"coordinate\":\"forger\"}"));
    }

    @Test
    void relayLinkRefusesAChunkThatLiesAboutItsLength() {
        Chunk.Header header =
                new Chunk.Header(Chunk.KEYFRAME | Chunk.FIRST | Chunk.LAST, 0, 1, 0, 1_000_000, StreamFormat.MPEG1);
        byte[] lying = Chunk.of(header, new byte[100], 0, 100).wire().clone();
        lying[21] = 99;
        refusedByRelay(RelayFrame.control(HELLO), RelayFrame.control(OPEN), RelayFrame.chunk(1, lying));
    }

    @Test
    void relayLinkRefusesAChunkOfAChannelThatIsNotOpen() {
        refusedByRelay(RelayFrame.control(HELLO), RelayFrame.chunk(7, new byte[24]));
    }

    @Test
    void viewerThatDoesNotReadSkipsToAKeyframeAndNobodyElseNotices() {
        try (SocketProbe slow = SocketProbe.open(system.pullUrl(0, "live"));
                SocketProbe brisk = SocketProbe.open(system.pullUrl(0, "live"))) {
            slow.pause();
            Eventually.watchFor(Duration.ofSeconds(12));
            assertEquals(0, brisk.missing());
            assertTrue(brisk.chunks() > 11 * Broadcaster.RATE, () -> brisk.chunks() + " chunks");
            slow.resume();
            Eventually.holds(
                    "who was slow has skipped, or was hung up on",
                    REFUSED_WITHIN,
                    () -> slow.missing() > 0 || slow.isClosed());
            assertEquals(0, slow.skipsIntoAGop());
        }
    }

    private static void closedWith(int code, String url, String message) {
        try (SocketProbe viewer = SocketProbe.open(url)) {
            assertEquals(code, viewer.send(message).awaitClose(REFUSED_WITHIN));
        }
    }

    private static void refusedByRelay(byte[]... frames) {
        try (RawConnection connection = RawConnection.to(system.forwardPorts(0).relay())) {
            for (byte[] frame : frames) {
                connection.send(frame);
            }
            String answer = connection.answerUntilClosed(REFUSED_WITHIN);
            assertTrue(answer.contains("\"refused\""), () -> "the relay link said: " + answer);
        }
    }
}
