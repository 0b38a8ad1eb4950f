/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import static io.p2plive.coordinate.directory.Registrations.tracker;
import static io.p2plive.coordinate.directory.Registrations.withUrl;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.p2plive.coordinate.chunk.Captures;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.NodeMessage.Registration;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /tracker}, as viewers and people with curl ask it. */
class PlacementAnswerTest {
    private final CoordinateUnderTest coordinate = new CoordinateUnderTest(
            "ICESERVERS",
            "[{urls: ['stun:s:3478']}, {urls: ['turn:t:3478'], secret: hush}]",
            "TRUSTEDPROXIES",
            "[127.0.0.1/32]",
            "REGIONS",
            "[{network: 10.0.0.0/8, region: campus}]",
            "ANYREGIONWILLDO",
            "false");

    @AfterEach
    void close() {
        coordinate.close();
    }

    private void register(Registration registration) {
        assertEquals(
                201,
                coordinate
                        .send("POST", "/tracker", MessageCodec.write(registration))
                        .statusCode());
    }

    private String ask(String hostHeader, String... headers) {
        try (RawClient client = new RawClient(coordinate.port())) {
            client.send("GET /tracker HTTP/1.1\r\nConnection: close\r\n"
                    + hostHeader
                    + String.join(
                            "",
                            List.of(headers).stream()
                                    .map(header -> header + "\r\n")
                                    .toList())
                    + "\r\n");
            return client.status() + " " + client.rest().strip();
        }
    }

    @Test
    void tellsAProgramAllThatAViewerNeeds() {
        register(tracker("a", "default"));
        HttpResponse<String> response = coordinate.get("/tracker", "Accept", "application/json");
        assertEquals(200, response.statusCode());
        assertEquals(
                "*",
                response.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
        JsonNode placement = CoordinateUnderTest.tree(response.body());
        assertEquals(1, placement.get("protocol").asInt());
        assertEquals("a", placement.at("/tracker/name").asText());
        assertEquals("default", placement.at("/tracker/region").asText());
        assertEquals("ws://a:9090/resource", placement.at("/tracker/url").asText());
        assertEquals("live", placement.at("/stream/name").asText());
        assertEquals("waiting", placement.at("/stream/state").asText());
        assertTrue(placement.at("/stream/format").isNull());
        assertEquals(0, placement.at("/stream/epoch").asInt(-1));
        assertTrue(placement.has("publicKey"));
        assertTrue(placement.get("nowMicros").asLong() > 1_700_000_000_000_000L);
        assertEquals("stun:s:3478", placement.at("/iceServers/0/urls/0").asText());
        assertTrue(placement.at("/iceServers/0/credential").isMissingNode());
        assertTrue(placement.at("/iceServers/1/username").asText().endsWith(":viewer"));
        assertTrue(!response.body().contains("hush"));
    }

    @Test
    void tellsHowTheStreamIsThatWasAskedFor() {
        register(tracker("a", "default"));
        try (RawClient push =
                RawClient.pushing(coordinate.port(), "/stream/talk").body(Captures.read("small.m1v"))) {
            await().until(() -> coordinate
                    .json("/tracker?stream=talk")
                    .at("/stream/state")
                    .asText()
                    .equals("live"));
            JsonNode stream = coordinate.json("/tracker?stream=talk").get("stream");
            assertEquals("talk", stream.get("name").asText());
            assertEquals("mpeg1", stream.get("format").asText());
            assertEquals(2, stream.get("stripes").asInt());
            assertEquals(
                    "waiting", coordinate.json("/tracker").at("/stream/state").asText());
            push.end();
        }
        await().until(() -> coordinate
                .json("/tracker?stream=talk")
                .at("/stream/state")
                .asText()
                .equals("away"));
    }

    @ParameterizedTest
    @CsvSource({
        "ws://tracker.example.org:9090/resource,tracker.example.org:9090",
        "ws://tracker_1:9090/resource,tracker_1:9090",
        "ws://[2001:db8::1]:9090/resource,[2001:db8::1]:9090",
        "wss://tracker.example.org/resource,tracker.example.org:443",
        "ws://tracker.example.org/resource,tracker.example.org:80",
        "ws://localhost:9090/resource,watch.example.org:9090",
        "ws://:9090/resource,watch.example.org:9090"
    })
    void tellsAPersonHostAndPort(String url, String expected) {
        register(withUrl(tracker("a", "default"), url));
        assertEquals("200 " + expected, ask("Host: watch.example.org:8080\r\n"));
    }

    @Test
    void putsTheHostOfTheAskerInPlaceOfLoopback() {
        register(withUrl(tracker("a", "default"), "ws://localhost:9090/resource"));
        String json = "Accept: application/json";
        assertTrue(ask("Host: 192.168.1.5:8080\r\n", json).contains("\"ws://192.168.1.5:9090/resource\""));
        assertTrue(ask("Host: [fe80::1]:8080\r\n", json).contains("\"ws://[fe80::1]:9090/resource\""));
        assertTrue(ask("Host: \r\n", json).contains("\"ws://localhost:9090/resource\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "<script>", "a\"b", "a/b@c", "%00"})
    void refusesAHostThatIsNone(String host) {
        register(withUrl(tracker("a", "default"), "ws://localhost:9090/resource"));
        assertTrue(ask("Host: " + host + "\r\n").startsWith("400 malformed"), host);
    }

    @Test
    void saysWhyThereIsNoTracker() {
        HttpResponse<String> nobody = coordinate.get("/tracker", "Accept", "application/json");
        assertEquals(404, nobody.statusCode());
        assertEquals(
                "no-tracker",
                CoordinateUnderTest.tree(nobody.body()).get("reason").asText());
        assertTrue(nobody.body().contains("no tracker lives"));
        register(tracker("full", "default", List.of(), 10));
        HttpResponse<String> full = coordinate.get("/tracker");
        assertEquals(404, full.statusCode());
        assertEquals("no-tracker: no tracker with room serves region default\n", full.body());
    }

    @Test
    void placesByTheAddressThatATrustedProxyTells() {
        register(tracker("here", "default"));
        register(tracker("there", "campus"));
        assertEquals("200 here:9090", ask("Host: x\r\n"));
        assertEquals("200 there:9090", ask("Host: x\r\n", "X-Forwarded-For: 10.2.3.4"));
        assertEquals("200 here:9090", ask("Host: x\r\n", "X-Forwarded-For: 10.2.3.4, 192.0.2.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tracker?stream=a%20b", "/tracker?stream=", "/tracker?stream=-"})
    void refusesAStreamNameThatIsNone(String path) {
        assertEquals(400, coordinate.get(path).statusCode());
    }
}
