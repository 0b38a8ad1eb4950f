/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.coordinate.chunk.Captures;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals of pushes, as docs/protocol.md §7 has them: with Expect before the body, and always with the close after. */
class PushRefusalTest {
    private static final String EXPECT = "Expect: 100-continue";
    private static final String JSON = "Accept: application/json";

    private final CoordinateUnderTest coordinate =
            new CoordinateUnderTest("STREAMKEYS", "[{stream: guarded, key: opensesame}]", "LIMITS_STREAMS", "1");

    @AfterEach
    void close() {
        coordinate.close();
    }

    private RawClient client(String path, String... headers) {
        return RawClient.pushing(coordinate.port(), path, headers);
    }

    private RawClient runningPush(String from) {
        RawClient push = new RawClient(coordinate.port(), from).post("/stream").body(Captures.read("small.m1v"));
        await().until(() -> coordinate.json("/debug").get("streams").size() == 1);
        return push;
    }

    private static void assertRefused(RawClient client, int status, String reason) {
        assertEquals(status, client.status());
        assertEquals(
                reason, CoordinateUnderTest.tree(client.rest()).get("reason").asText(), "and the close comes after it");
    }

    @Test
    void answersBeforeTheBodyWhereTheKeyIsMissing() {
        try (RawClient client = client("/stream/guarded", EXPECT, JSON)) {
            assertEquals("HTTP/1.1 401 Unauthorized", client.line());
            String rest = client.rest();
            assertTrue(rest.toLowerCase(java.util.Locale.ROOT).contains("www-authenticate: basic"), rest);
            assertTrue(rest.contains("\"unauthorized\""), rest);
        }
    }

    @Test
    void answersBeforeTheBodyWhereAnotherPublisherPushes() {
        try (RawClient other = runningPush("127.0.0.2");
                RawClient client = client("/stream", EXPECT, JSON)) {
            assertRefused(client, 409, "already-live");
            other.body(Captures.read("small.m1v"));
        }
    }

    @Test
    void answersBeforeTheBodyWhereNoStreamHasRoom() {
        try (RawClient other = runningPush("127.0.0.1");
                RawClient client = client("/stream/second", EXPECT, JSON)) {
            assertEquals("HTTP/1.1 503 Service Unavailable", client.line());
            String rest = client.rest();
            assertTrue(rest.contains("too-many-streams"), rest);
            assertTrue(rest.toLowerCase(java.util.Locale.ROOT).contains("retry-after:"), rest);
            other.body(Captures.read("small.m1v"));
        }
    }

    @Test
    void continuesWithWhoMayPushAndRefusesWhatItSends() {
        try (RawClient client = client("/stream", EXPECT, JSON)) {
            assertEquals(100, client.status());
            client.body(Captures.read("picture.png"));
            assertRefused(client, 415, "unsupported-media");
        }
        assertEquals(0, coordinate.json("/debug").get("streams").size(), "garbage takes no name");
    }

    @Test
    void refusesWithoutExpectToo() {
        try (RawClient client = client("/stream/guarded", JSON)) {
            client.body(Captures.read("small.m1v"));
            assertRefused(client, 401, "unauthorized");
        }
    }

    @Test
    void refusesTheLoserOfTwoPushesThatBeganTogether() {
        try (RawClient slow = client("/stream", EXPECT, JSON)) {
            assertEquals(100, slow.status(), "nobody pushes yet");
            try (RawClient other = runningPush("127.0.0.2")) {
                slow.body(Captures.read("small.m1v"));
                assertRefused(slow, 409, "already-live");
                other.body(Captures.read("small.m1v"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stream/", "/stream/a%20b", "/stream/-a", "/stream/a/b", "/stream/%2e%2e"})
    void refusesANameThatIsNone(String path) {
        try (RawClient client = client(path, EXPECT, JSON)) {
            assertRefused(client, 400, "malformed");
        }
    }

    static Stream<Arguments> unfinished() {
        return Stream.of(
                Arguments.of("nothing", new byte[0]),
                Arguments.of("too little", new byte[] {0, 0, 1, (byte) 0xb3}),
                Arguments.of("zeros", new byte[1_000]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unfinished")
    void refusesAPushThatEndsBeforeAnyVideo(String what, byte[] bytes) {
        try (RawClient client = client("/stream", JSON)) {
            if (bytes.length > 0) {
                client.body(bytes);
            }
            client.end();
            assertRefused(client, 415, "unsupported-media");
        }
    }

    @Test
    void saysItInWordsToWhoDoesNotAskForJson() {
        try (RawClient client = client("/stream/guarded", EXPECT)) {
            assertEquals(401, client.status());
            assertTrue(client.rest().startsWith("unauthorized: stream guarded needs its key"));
        }
    }

    @Test
    void answersAPushThatEndsWell() {
        try (RawClient client = client("/stream", "Connection: close")) {
            client.body(Captures.read("small.m1v")).end();
            assertEquals(200, client.status());
            assertEquals("the stream has ended\n", client.rest());
        }
    }

    @Test
    void takesABodyOfAKnownLength() {
        byte[] stream = Captures.read("small.m1v");
        try (RawClient client = new RawClient(coordinate.port())) {
            client.send("PUT /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + stream.length
                            + "\r\n\r\n")
                    .send(stream);
            assertEquals(200, client.status());
        }
        assertEquals(
                "away", coordinate.json("/debug").at("/streams/0/summary/state").asText());
    }
}
