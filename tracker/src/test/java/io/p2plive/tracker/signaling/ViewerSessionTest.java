/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.codec.http.HttpMethod;
import io.p2plive.id.StreamName;
import io.p2plive.net.ConnectionLimiter;
import io.p2plive.net.HttpServer;
import io.p2plive.net.NettyLoop;
import io.p2plive.net.Routes;
import io.p2plive.net.Transport;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.tracker.journal.Journal;
import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.MeshTimes;
import io.p2plive.tracker.swarm.SwarmSettings;
import io.p2plive.tracker.swarm.SwarmView;
import io.p2plive.tracker.swarm.Swarms;
import io.p2plive.tracker.testing.TestViewer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Viewers over real sockets. */
class ViewerSessionTest {
    private static final int MAX_VIEWERS = 5;
    private static final SessionLimits LIMITS = new SessionLimits(1_000, 20);
    private static final MeshTimes TIMES = MeshTimes.DEFAULT.withGrace(60_000);

    private final Transport transport = Transport.open(2);
    private final Swarms swarms = new Swarms(
            () -> new NettyLoop(transport.loops().next()),
            new SwarmSettings(new MeshSettings(2, 2, 2, 2, 128, 32), TIMES, MAX_VIEWERS, 2),
            Journal.NONE);
    private final HttpServer server = new HttpServer(
            transport,
            new Routes().at(HttpMethod.GET, "/resource", new ResourceEndpoint(swarms, LIMITS)),
            new ConnectionLimiter(100, 100));
    private int port;

    @BeforeEach
    void listen() throws IOException {
        swarms.forwards(List.of(new ForwardEntry("edge", "localhost:9999", "ws://localhost:9998", true)));
        port = server.bind("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.close();
        transport.close();
    }

    private SwarmView swarm() {
        return swarms.views(100).join().get(0);
    }

    private void awaitSize(int size) {
        Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> swarm().size() == size);
    }

    @Test
    void welcomesAndTellsTheForwardByTheHostThatTheViewerUsed() {
        TestViewer viewer = new TestViewer(1, port, "");
        viewer.join();

        JsonNode welcome = viewer.hear("welcome");
        assertEquals(viewer.id.value(), welcome.get("viewer").asText());
        assertEquals(2, welcome.get("stripes").asInt());
        JsonNode sources = viewer.hear("sources");
        assertEquals(1, sources.get("revision").asInt());
        assertEquals(
                "ws://127.0.0.1:9998/?stream=live",
                sources.get("forward").get("url").asText());
        assertEquals("[0,1]", sources.get("forward").get("stripes").toString());
    }

    @Test
    void givesEachRevisionAHigherNumber() {
        TestViewer first = TestViewer.joined(1, port);
        TestViewer.joined(2, port);
        TestViewer third = TestViewer.joined(3, port);
        assertEquals(1, first.hear("sources").get("revision").asInt());
        assertEquals(2, first.hear("sources", third.id.value()).get("revision").asInt());
    }

    @Test
    void passesOnWhatIntroducedViewersHaveForEachOther() {
        TestViewer first = TestViewer.joined(1, port);
        TestViewer.joined(2, port);
        TestViewer third = TestViewer.joined(3, port);
        third.hear("sources", first.id.value());

        for (String type : List.of("offer", "answer", "candidate")) {
            third.signal(type, first.id, "for you " + type);
            JsonNode passed = first.hear(type);
            assertEquals(third.id.value(), passed.get("from").asText());
            assertEquals("for you " + type, passed.get("payload").asText());
        }
    }

    @Test
    void passesOnWhatIsWrittenInAnUnusualWay() {
        TestViewer first = TestViewer.joined(1, port);
        TestViewer.joined(2, port);
        TestViewer third = TestViewer.joined(3, port);
        third.hear("sources", first.id.value());

        third.say("{\"payload\": \"gr\u00fc\u00df dich \\u0041\", \"to\": \"" + first.id + "\", \"type\": \"offer\"}");
        JsonNode passed = first.hear("offer");
        assertEquals(third.id.value(), passed.get("from").asText());
        assertEquals("gr\u00fc\u00df dich A", passed.get("payload").asText());
    }

    @Test
    void refusesToPassOnToStrangersAndStaysConnected() {
        TestViewer first = TestViewer.joined(1, port);
        TestViewer second = TestViewer.joined(2, port);
        first.signal("offer", second.id, "let me in");
        first.signal("candidate", TestViewer.joined(3, port).id, "?");

        JsonNode refused = first.hear("refused");
        assertEquals("not-introduced", refused.get("reason").asText());
        assertEquals("offer", refused.get("about").asText());
        assertFalse(first.closed.isDone());
    }

    @Test
    void tellsThatAFormerNeighbourIsGone() {
        TestViewer first = TestViewer.joined(1, port);
        TestViewer.joined(2, port);
        TestViewer third = TestViewer.joined(3, port);
        first.hear("sources", third.id.value());
        third.say("{\"type\":\"leave\",\"reason\":\"done\"}");
        awaitSize(2);
        first.signal("offer", third.id, "still there?");

        assertEquals("unknown-viewer", first.hear("refused").get("reason").asText());
    }

    @Test
    void refusesWhatItCannotReadAndClosesAfterTheFifth() {
        TestViewer viewer = TestViewer.joined(1, port);
        viewer.say("{\"type\":\"dance\"}");
        assertEquals("unknown-type", viewer.hear("refused").get("reason").asText());
        for (String broken : List.of("", "[1]", "{\"type\":\"connected\",\"stripe\":99}", "{\"type\":")) {
            viewer.say(broken);
            assertEquals("malformed", viewer.hear("refused").get("reason").asText());
        }
        assertEquals(1008, viewer.closeCode());
        awaitSize(0);
    }

    @Test
    void closesWhoSendsTooMuchAtOnce() {
        TestViewer viewer = TestViewer.joined(1, port);
        viewer.say("{\"type\":\"leave\",\"reason\":\"" + "x".repeat(40_000) + "\"}");
        assertEquals(1009, viewer.closeCode());
    }

    @Test
    void closesWhoFloods() {
        TestViewer viewer = TestViewer.joined(1, port);
        String message = "{\"type\":\"lost\",\"stripe\":0,\"forward\":\"nobody\",\"reason\":\"silent\"}";
        for (int i = 0; i < LIMITS.burst() + 50 && !viewer.closed.isDone(); i++) {
            try {
                viewer.say(message);
            } catch (java.util.concurrent.CompletionException e) {
                break;
            }
        }
        assertEquals("too-many", viewer.hear("refused").get("reason").asText());
        assertTrue(List.of(1008, 1006).contains(viewer.closeCode()));
    }

    @Test
    void closesWhoNeverJoins() {
        TestViewer silent = new TestViewer(1, port, "");
        assertEquals("not-joined", silent.hear("refused").get("reason").asText());
        assertEquals(1008, silent.closeCode());
        assertTrue(silent.closeReason.join().startsWith("not-joined"));
    }

    @Test
    void closesWhoSaysSomethingElseFirst() {
        TestViewer viewer = new TestViewer(1, port, "");
        viewer.say("{\"type\":\"leave\",\"reason\":\"?\"}");
        assertEquals("not-joined", viewer.hear("refused").get("reason").asText());
        assertEquals(1008, viewer.closeCode());
    }

    @Test
    void replacesTheFirstConnectionByASecondWithTheSameKey() {
        TestViewer first = TestViewer.joined(1, port);
        TestViewer second = TestViewer.joined(1, port);

        assertEquals(1008, first.closeCode());
        second.hear("sources");
        assertEquals(1, swarm().size());
    }

    @Test
    void refusesMoreViewersThanItTakesAndTakesOneWhenOneHasGone() {
        TestViewer first = TestViewer.joined(1, port);
        for (int number = 2; number <= MAX_VIEWERS; number++) {
            TestViewer.joined(number, port);
        }
        TestViewer late = new TestViewer(77, port, "");
        late.join();
        assertEquals("too-many", late.hear("refused").get("reason").asText());
        assertEquals(1013, late.closeCode());

        first.close();
        Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> swarms.viewers() < MAX_VIEWERS);
        TestViewer.joined(78, port);
    }

    @Test
    void refusesTooManyStreamsThatNobodyPushes() {
        for (int number = 1; number <= 2; number++) {
            TestViewer viewer = new TestViewer(number, port, "?stream=s" + number);
            viewer.join();
            viewer.hear("welcome");
        }
        TestViewer third = new TestViewer(3, port, "?stream=s3");
        third.join();
        assertEquals("too-many-streams", third.hear("refused").get("reason").asText());
    }

    @Test
    void keepsThePlaceOfWhoseConnectionBrokeAndNotOfWhoSaidGoodbye() {
        TestViewer first = TestViewer.joined(1, port);
        TestViewer second = TestViewer.joined(2, port);
        first.close();
        Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> swarms.viewers() == 1);
        second.sayGoodbye();
        awaitSize(1);

        assertFalse(swarm().members().get(0).mesh().isPresent());
    }

    @Test
    void movesItsViewersWhenItStops() {
        TestViewer viewer = TestViewer.joined(1, port);
        swarms.moveAll().join();

        assertEquals("shutting-down", viewer.hear("move").get("reason").asText());
        assertEquals(1001, viewer.closeCode());
    }

    @Test
    void keepsWhatAViewerSaysOfItself() {
        TestViewer viewer = TestViewer.joined(1, port);
        viewer.say("{\"type\":\"statistics\",\"state\":\"live\",\"delayMillis\":412,\"bufferMillis\":900,\"hops\":1,"
                + "\"sources\":[],\"targets\":[],\"bytesFromForwards\":1,\"bytesFromViewers\":2,\"bytesToViewers\":3,"
                + "\"chunksLost\":0,\"chunksDropped\":0,\"picturesDrawn\":5}");

        Awaitility.await()
                .atMost(5, TimeUnit.SECONDS)
                .until(() -> swarm().members().get(0).statistics() != null);
        assertEquals(412, swarm().members().get(0).statistics().delayMillis());
        assertEquals(StreamName.DEFAULT, swarm().stream());
    }

    @Test
    void answersTheHandshakeOfNoStreamNameWith400() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET /resource?stream=%20 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] head = socket.getInputStream().readNBytes(12);
            assertEquals("HTTP/1.1 400", new String(head, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void forgetsAConnectionThatBreaksBeforeItJoins() throws IOException {
        new Socket("127.0.0.1", port).close();
        new TestViewer(1, port, "").close();
        TestViewer.joined(2, port);
        assertEquals(1, swarms.viewers());
    }
}
