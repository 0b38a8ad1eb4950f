/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.p2plive.daemon.ConfigurationException;
import io.p2plive.daemon.Settings;
import io.p2plive.id.ViewerId;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.tracker.journal.LogLine;
import io.p2plive.tracker.journal.MeshLog;
import io.p2plive.tracker.journal.MeshReplay;
import io.p2plive.tracker.mesh.Assignment;
import io.p2plive.tracker.mesh.MeshListener;
import io.p2plive.tracker.testing.FakeNode;
import io.p2plive.tracker.testing.TestViewer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole tracker, between a coordinate and a forward that are made up. */
class TrackerDaemonTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private FakeNode coordinate;
    private FakeNode forward;
    private Path file;
    private TrackerDaemon tracker;

    @BeforeEach
    void start() throws IOException, ConfigurationException {
        coordinate = new FakeNode(asked -> FakeNode.registered(asked.method().equals("POST") ? 201 : 200, 2));
        forward = FakeNode.forward();
        file = folder.resolve("tracker.yaml");
        write("name: '<b>bold</b>'\n", "edge");
        tracker = new TrackerDaemon(
                Settings.load("tracker", Optional.of(file), Map.of(), TrackerSettings.class), Optional.of(file));
        tracker.start();
    }

    private void write(String more, String forwardName) throws IOException {
        Files.writeString(
                file,
                "port: 0\nbind: 127.0.0.1\ncoordinates: ['" + coordinate.url() + "']\n" + more
                        + "forwards:\n  - {name: " + forwardName + ", push: 'localhost:9', pull: 'ws://localhost:"
                        + forward.port() + "'}\n");
    }

    @AfterEach
    void stop() {
        tracker.close();
        coordinate.close();
        forward.close();
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(20, TimeUnit.SECONDS);
    }

    private HttpResponse<String> get(String path, String accept) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + tracker.port() + path))
                .header("Accept", accept)
                .build();
        return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private JsonNode debug() {
        try {
            return MessageCodec.tree(get("/debug", "application/json").body());
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void registersWithItsAddressAndItsForwards() throws ProtocolException {
        soon().until(() -> coordinate.asked.size() >= 2);
        JsonNode body = MessageCodec.tree(coordinate.asked.get(0).body());

        assertEquals(
                "ws://localhost:" + tracker.port() + "/resource",
                body.get("url").asText());
        assertEquals("edge", body.get("forwards").get(0).get("name").asText());
        assertTrue(body.get("forwards").get(0).get("alive").asBoolean());
    }

    @Test
    void showsItsMeshAsJson() {
        TestViewer first = TestViewer.joined(1, tracker.port());
        TestViewer.joined(2, tracker.port());
        TestViewer third = TestViewer.joined(3, tracker.port());
        JsonNode sources = third.hear("sources");
        JsonNode parent = sources.get("parents").get(0);
        third.say("{\"type\":\"connected\",\"stripe\":" + parent.get("stripe") + ",\"viewer\":" + parent.get("viewer")
                + "}");
        soon().until(() -> debug().at("/swarms/0/viewers/2/leases").size() == 1);
        JsonNode report = debug();

        assertEquals("registered", report.at("/coordinates/0/state").asText());
        assertEquals(3, report.at("/tracker/viewers").asInt());
        assertEquals(2, report.at("/swarms/0/forwards/0/roots").asInt());
        assertEquals(4, report.at("/forwards/0/slots/roots").asInt());
        assertEquals(1, report.at("/forwards/0/slots/firstPictures").asInt());
        assertEquals(5, report.at("/forwards/0/slots/taken").asInt());
        assertEquals(256, report.at("/forwards/0/slots/total").asInt());
        assertEquals("forward", report.at("/swarms/0/viewers/0/sources/0/kind").asText());
        assertEquals(first.id.value(), report.at("/swarms/0/viewers/0/viewer").asText());
        assertEquals("viewer", report.at("/swarms/0/viewers/2/sources/0/kind").asText());
        assertTrue(report.at("/swarms/0/viewers/2/sources/0/connected").asBoolean());
        assertFalse(report.at("/swarms/0/viewers/2/sources/1/connected").asBoolean());
        assertEquals("[1,1]", report.at("/swarms/0/viewers/2/depth").toString());
        assertEquals(1, report.at("/swarms/0/viewers/0/children").size());
    }

    @Test
    void showsItsMeshAsAPageWithEveryNameEscaped() {
        TestViewer.joined(1, tracker.port());
        TestViewer viewer = TestViewer.joined(2, tracker.port());
        viewer.say("{\"type\":\"statistics\",\"state\":\"<script>alert(1)\",\"delayMillis\":1,\"bufferMillis\":1,"
                + "\"hops\":1,\"sources\":[],\"targets\":[],\"bytesFromForwards\":1,\"bytesFromViewers\":2,"
                + "\"bytesToViewers\":3,\"chunksLost\":0,\"chunksDropped\":0,\"picturesDrawn\":5}");
        soon().until(() -> get("/debug", "text/html").body().contains("&lt;script&gt;alert(1)"));
        String page = get("/debug", "text/html").body();

        assertTrue(page.contains("&lt;b&gt;bold&lt;/b&gt;"));
        assertFalse(page.contains("<b>bold") || page.contains("<script>alert"));
        assertTrue(page.contains("<svg") && page.contains(viewer.id.value().substring(0, 6)));
    }

    @Test
    void noticesThatItsForwardDiesAndReturns() {
        forward.answer = asked -> new FakeNode.Answer(503, "");
        soon().until(() -> !debug().at("/forwards/0/alive").asBoolean());
        TestViewer viewer = TestViewer.joined(1, tracker.port());
        assertEquals("no-source", viewer.hear("wait").get("reason").asText());

        forward.answer = asked -> new FakeNode.Answer(
                200,
                "{\"protocol\":1,\"name\":\"e\",\"viewers\":0,\"maxViewers\":1,\"bitsOutPerSecond\":0,"
                        + "\"uptimeMillis\":1,\"streams\":[]}");
        assertEquals("edge", viewer.hear("sources").at("/forward/name").asText());
    }

    @Test
    void takesUpForwardsThatTheOperatorEdits() throws IOException {
        write("", "renamed");
        soon().until(() -> debug().at("/forwards/0/name").asText().equals("renamed")
                && debug().at("/forwards/0/alive").asBoolean());
    }

    @Test
    void weavesForAsManyStripesAsCoordinateSays() {
        coordinate.answer = asked -> FakeNode.registered(asked.method().equals("POST") ? 201 : 200, 3);
        soon().until(() -> coordinate.asked.size() >= 4);
        TestViewer viewer = new TestViewer(1, tracker.port(), "");
        viewer.join();
        soon().until(() -> viewer.hear("welcome").get("stripes").asInt() == 3);
    }

    @Test
    void saysFarewellToViewersAndCoordinateWhenItStops() {
        TestViewer viewer = TestViewer.joined(1, tracker.port());
        long startNanos = System.nanoTime();
        tracker.close();

        assertEquals("shutting-down", viewer.hear("move").get("reason").asText());
        assertEquals(1001, viewer.closeCode());
        assertTrue(coordinate.methods().contains("DELETE"));
        assertTrue(System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(20));
    }

    @Test
    void writesWhatHappensToItsMeshAndNoAddress() throws IOException, ConfigurationException {
        Path events = folder.resolve("mesh.jsonl");
        tracker.close();
        write("eventLog: '" + events + "'\n", "edge");
        tracker = new TrackerDaemon(
                Settings.load("tracker", Optional.of(file), Map.of(), TrackerSettings.class), Optional.of(file));
        tracker.start();
        TestViewer viewer = TestViewer.joined(1, tracker.port());
        String sources = viewer.hear("sources").get("forward").get("stripes").toString();
        tracker.close();

        List<String> decided = new ArrayList<>();
        MeshReplay replay = new MeshReplay(start -> new MeshListener() {
            @Override
            public void onAssigned(ViewerId id, Assignment assignment) {
                decided.add(id + " " + assignment.forward() + " " + assignment.forwardStripes());
            }

            @Override
            public void onWaiting(ViewerId id) {
                decided.add(id + " waits");
            }
        });
        try (Stream<LogLine> lines = MeshLog.read(events)) {
            lines.forEach(replay::accept);
        }
        assertEquals(List.of(viewer.id + " edge [0, 1]"), decided);
        assertEquals("[0,1]", sources);
        assertTrue(replay.runs().get(1).isEnded());
        assertFalse(Files.readString(events).contains("127.0.0.1"));
    }

    @Test
    void doesNotStartWhenItCannotWriteWhatItIsToldTo() throws IOException, ConfigurationException {
        write("eventLog: '" + folder.resolve("no").resolve("such") + "'\n", "edge");
        TrackerDaemon second = new TrackerDaemon(
                Settings.load("tracker", Optional.of(file), Map.of(), TrackerSettings.class), Optional.empty());
        IOException refused = assertThrows(IOException.class, second::start);
        assertTrue(refused.getMessage().startsWith("the event log cannot be written"), refused.getMessage());
        second.close();
    }

    @Test
    void answersWhoAsksHowItIs() {
        assertEquals(200, get("/health", "*/*").statusCode());
        assertEquals(404, get("/nothing", "*/*").statusCode());
        assertEquals(400, get("/debug?limit=many", "*/*").statusCode());
        assertEquals(426, get("/resource", "*/*").statusCode());
    }

    @Test
    void cannotHaveAPortThatIsTaken() throws ConfigurationException {
        TrackerSettings taken = Settings.load(
                "tracker",
                Optional.empty(),
                Map.of("P2PLIVE_TRACKER_PORT", String.valueOf(tracker.port()), "P2PLIVE_TRACKER_BIND", "127.0.0.1"),
                TrackerSettings.class);
        TrackerDaemon second = new TrackerDaemon(taken, Optional.empty());
        assertThrows(IOException.class, second::start);
        second.close();
    }
}
