/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import static io.p2plive.coordinate.directory.Registrations.tracker;
import static io.p2plive.coordinate.directory.Registrations.withId;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.p2plive.coordinate.chunk.Captures;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.NodeMessage.Registration;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackerRegistrationTest {
    private static final String A = MessageCodec.write(tracker("a", "default"));
    private static final String[] JSON = {"Accept", "application/json"};

    private CoordinateUnderTest coordinate =
            new CoordinateUnderTest("HEARTBEATMILLIS", "100", "EXPIRYMILLIS", "700", "LIMITS_TRACKERS", "2");

    @AfterEach
    void close() {
        coordinate.close();
    }

    private int trackers() {
        return coordinate.json("/debug").get("trackers").size();
    }

    private static void assertRefused(int status, String reason, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        JsonNode refusal = CoordinateUnderTest.tree(response.body());
        assertEquals(reason, refusal.get("reason").asText());
        assertTrue(refusal.get("message").asText().length() > 5);
    }

    @Test
    void registersAndTellsTheRulesAndTheStreams() {
        try (RawClient push = RawClient.pushing(coordinate.port(), "/stream").body(Captures.read("small.ts"))) {
            await().until(() -> coordinate.json("/debug").get("streams").size() == 1);
            HttpResponse<String> response = coordinate.send("POST", "/tracker", A);
            assertEquals(201, response.statusCode());
            JsonNode reply = CoordinateUnderTest.tree(response.body());
            assertEquals(100, reply.get("heartbeatMillis").asInt());
            assertEquals(700, reply.get("expiryMillis").asInt());
            JsonNode stream = reply.get("streams").get(0);
            assertEquals("live", stream.get("name").asText());
            assertEquals("live", stream.get("state").asText());
            assertEquals("mpegts", stream.get("format").asText());
            assertEquals(2, stream.get("stripes").asInt());
            assertTrue(stream.get("epoch").asLong() > 1_700_000_000L);
            push.end();
        }
        await().until(() -> {
            JsonNode reply = CoordinateUnderTest.tree(
                    coordinate.send("PUT", "/tracker", A).body());
            return reply.at("/streams/0/state").asText().equals("away");
        });
    }

    @Test
    void livesByHeartbeatsAndExpiresWithoutThem() {
        assertRefused(404, "unknown-tracker", coordinate.send("PUT", "/tracker", A));
        assertEquals(201, coordinate.send("POST", "/tracker", A).statusCode());
        assertEquals(200, coordinate.send("PUT", "/tracker", A).statusCode());
        assertEquals(1, trackers());
        await().until(() -> trackers() == 0);
        assertRefused(404, "unknown-tracker", coordinate.send("PUT", "/tracker", A));
    }

    @Test
    void leavesByDeleteHoweverOften() {
        coordinate.send("POST", "/tracker", A);
        String path = "/tracker?id=" + tracker("a", "default").id();
        assertEquals(204, coordinate.send("DELETE", path, "").statusCode());
        assertEquals(0, trackers());
        assertEquals(204, coordinate.send("DELETE", path, "").statusCode());
        assertRefused(400, "malformed", coordinate.send("DELETE", "/tracker", "", JSON));
    }

    @Test
    void replacesATrackerOfTheSameNameAndRefusesTooMany() {
        coordinate.send("POST", "/tracker", A);
        Registration restarted = withId(tracker("a", "default"), "restarted");
        assertEquals(
                201,
                coordinate
                        .send("POST", "/tracker", MessageCodec.write(restarted))
                        .statusCode());
        assertEquals(1, trackers());
        assertRefused(404, "unknown-tracker", coordinate.send("PUT", "/tracker", A));
        assertEquals(
                201,
                coordinate
                        .send("POST", "/tracker", MessageCodec.write(tracker("b", "r")))
                        .statusCode());
        HttpResponse<String> third = coordinate.send("POST", "/tracker", MessageCodec.write(tracker("c", "r")));
        assertRefused(503, "too-many", third);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"protocol\":1|\"protocol\":2",
                "\"protocol\":1|\"protocol\":\"1\"",
                "\"protocol\":1|\"protocol\":1.5",
                "\"name\":\"a\"|\"name\":5",
                "\"name\":\"a\"|\"name\":null",
                "\"name\":\"a\"|\"name\":\"a\",\"name\":\"b\"",
                "\"networks\":[]|\"networks\":\"10.0.0.0/8\"",
                "\"networks\":[]|\"networks\":[\"campus\"]",
                "\"networks\":[]|\"networks\":[null]",
                "\"forwards\":[]|\"forwards\":{}",
                "\"forwards\":[]|\"forwards\":[null]",
                "\"forwards\":[]|\"forwards\":[{\"name\":\"f\"}]",
                "\"forwards\":[]|\"forwards\":[{\"name\":\"f\",\"push\":\"f\",\"pull\":\"ws://f:1\",\"alive\":true}]",
                "\"viewers\":0|\"viewers\":-1",
                "\"viewers\":0|\"viewers\":true",
                "ws://a:9090|http://a:9090",
                "ws://a:9090|nonsense",
                "{|[{",
                "{|''"
            })
    void refusesABodyOfAnotherForm(String part, String replacement) {
        assertTrue(A.contains(part), A);
        String body = A.replace(part, replacement);
        HttpResponse<String> response = coordinate.send("POST", "/tracker", body, JSON);
        assertEquals(400, response.statusCode(), response.body());
        assertEquals(0, trackers());
    }

    @Test
    void refusesABodyWithoutBound() {
        assertRefused(413, "too-large", coordinate.send("POST", "/tracker", " ".repeat(300_000), JSON));
    }

    @Test
    void ignoresFieldsOfTomorrow() {
        String body = A.replace("\"protocol\":1", "\"protocol\":1,\"colour\":{\"deep\":[1]}");
        assertEquals(201, coordinate.send("POST", "/tracker", body).statusCode());
    }

    @Test
    void asksForTheSecretWhereOneIsSet() {
        coordinate.close();
        coordinate = new CoordinateUnderTest("SHAREDSECRET", "hush");
        for (String method : new String[] {"POST", "PUT"}) {
            assertRefused(401, "unauthorized", coordinate.send(method, "/tracker", A, JSON));
            assertRefused(
                    401,
                    "unauthorized",
                    coordinate.send(
                            method, "/tracker", A, "Accept", "application/json", "Authorization", "Bearer husH"));
        }
        assertEquals(401, coordinate.send("DELETE", "/tracker?id=x", "").statusCode());
        assertEquals(
                201,
                coordinate
                        .send("POST", "/tracker", A, "Authorization", "Bearer hush")
                        .statusCode());
        assertEquals(200, coordinate.get("/tracker").statusCode(), "viewers need none");
    }
}
