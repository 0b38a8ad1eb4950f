/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.relay;

import static io.p2plive.forward.testing.TestChunks.gop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.forward.ForwardDaemon;
import io.p2plive.forward.testing.RelayClient;
import io.p2plive.forward.testing.TestChunks;
import io.p2plive.forward.testing.TestForward;
import io.p2plive.forward.testing.Watcher;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.RelayMessage;
import io.p2plive.protocol.RelayMessage.CloseReason;
import io.p2plive.protocol.RelayMessage.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes on the relay port, it is refused with its reason, and a stream beside it goes on. */
class RelayInputTest {
    private static final String SECRET = "the secret";
    private static ForwardDaemon forward;
    private static RelayClient good;
    private static Watcher watcher;
    private static long sequence;

    /** What a coordinate does after it has dialled. */
    private interface Deed {
        void on(RelayClient link) throws IOException;
    }

    @BeforeAll
    static void start() throws IOException {
        forward = TestForward.started(SECRET, TestForward.EDGE);
        good = welcome(RelayClient.dial(forward.relayPort()));
        good.open(0, "good", 1);
        watcher = Watcher.watch(forward.viewerPort(), "?stream=good");
    }

    @AfterAll
    static void stop() {
        watcher.close();
        good.close();
        forward.close();
    }

    private static RelayClient welcome(RelayClient link) throws IOException {
        link.send(new RelayMessage.Hello(1, "test", SECRET));
        assertInstanceOf(RelayMessage.Welcome.class, link.read());
        return link;
    }

    /** The stream beside must have noticed nothing, before and after each deed. */
    @BeforeEach
    @AfterEach
    void theStreamBesideGoesOn() throws IOException {
        good.send(new RelayMessage.Ping(sequence));
        assertEquals(new RelayMessage.Pong(sequence), good.read());
        good.chunks(0, gop(1, sequence, 2));
        sequence += 2;
        watcher.awaitSequence(sequence - 1);
        assertEquals(List.of("live"), watcher.states().stream().distinct().toList());
    }

    private static Arguments deed(String name, RefusalReason reason, Deed deed) {
        return Arguments.of(name, reason, deed);
    }

    static Stream<Arguments> beforeHello() {
        byte[] noise = new byte[4_096];
        new Random(1).nextBytes(noise);
        noise[0] = (byte) 0xff;
        return Stream.of(
                deed("noise", RefusalReason.TOO_LARGE, link -> link.raw(noise)),
                deed(
                        "an HTTP request",
                        RefusalReason.TOO_LARGE,
                        link -> link.raw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))),
                deed(
                        "a huge length",
                        RefusalReason.TOO_LARGE,
                        link -> link.raw((byte) 0x7f, (byte) 0, (byte) 0, (byte) 0)),
                deed(
                        "the largest length",
                        RefusalReason.TOO_LARGE,
                        link -> link.raw((byte) -1, (byte) -1, (byte) -1, (byte) -1)),
                deed(
                        "a length one over the limit",
                        RefusalReason.TOO_LARGE,
                        link -> link.raw((byte) 0, (byte) 1, (byte) 0, (byte) 1)),
                deed("a length of nothing", RefusalReason.MALFORMED, link -> link.raw(new byte[4])),
                deed("an unknown kind", RefusalReason.MALFORMED, link -> link.frame(9, new byte[3])),
                deed("a chunk first", RefusalReason.MALFORMED, link -> link.chunks(0, gop(1, 0, 1))),
                deed("open first", RefusalReason.MALFORMED, link -> link.open(0, "x", 1)),
                deed("no JSON", RefusalReason.MALFORMED, link -> link.json("hello")),
                deed("an empty control frame", RefusalReason.MALFORMED, link -> link.json("")),
                deed("no type", RefusalReason.UNKNOWN_TYPE, link -> link.json("{}")),
                deed("an unknown type", RefusalReason.UNKNOWN_TYPE, link -> link.json("{\"type\":\"dance\"}")),
                deed(
                        "values of a wrong type",
                        RefusalReason.MALFORMED,
                        link -> link.json("{\"type\":\"hello\",\"protocol\":\"1\",\"coordinate\":5}")),
                deed(
                        "a duplicate key",
                        RefusalReason.MALFORMED,
                        link -> link.json("{\"type\":\"hello\",\"protocol\":1,\"protocol\":1,\"coordinate\":\"c\"}")),
                deed(
                        "a deep nest",
                        RefusalReason.MALFORMED,
                        link -> link.json("{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}")),
                deed(
                        "another protocol",
                        RefusalReason.PROTOCOL_VERSION,
                        link -> link.json("{\"type\":\"hello\",\"protocol\":2,\"coordinate\":\"c\"}")),
                deed("no secret", RefusalReason.UNAUTHORIZED, link -> link.send(new RelayMessage.Hello(1, "c", null))),
                deed(
                        "a wrong secret",
                        RefusalReason.UNAUTHORIZED,
                        link -> link.send(new RelayMessage.Hello(1, "c", SECRET + "!"))));
    }

    static Stream<Arguments> afterHello() {
        Chunk chunk = TestChunks.keyframe(1, 0);
        byte[] broken = chunk.wire().clone();
        broken[0] = 9;
        return Stream.of(
                deed(
                        "a second hello",
                        RefusalReason.MALFORMED,
                        link -> link.send(new RelayMessage.Hello(1, "c", SECRET))),
                deed("a chunk on no channel", RefusalReason.MALFORMED, link -> link.chunks(5, List.of(chunk))),
                deed(
                        "a chunk cut short",
                        RefusalReason.MALFORMED,
                        link -> link.open(0, "x", 1).frame(2, new byte[30])),
                deed("a chunk without its channel", RefusalReason.MALFORMED, link -> link.frame(2, new byte[1])),
                deed("a chunk of a wrong version", RefusalReason.MALFORMED, link -> {
                    byte[] body = new byte[2 + broken.length];
                    System.arraycopy(broken, 0, body, 2, broken.length);
                    link.open(0, "x", 1).frame(2, body);
                }),
                deed(
                        "a chunk of another epoch",
                        RefusalReason.MALFORMED,
                        link -> link.open(0, "x", 1).chunks(0, gop(2, 0, 1))),
                deed(
                        "a channel opened twice",
                        RefusalReason.MALFORMED,
                        link -> link.open(0, "x", 1).open(0, "y", 1)),
                deed(
                        "a channel closed that is not open",
                        RefusalReason.MALFORMED,
                        link -> link.send(new RelayMessage.Close(3, CloseReason.ENDED))),
                deed(
                        "a channel out of range",
                        RefusalReason.MALFORMED,
                        link -> link.json("{\"type\":\"open\",\"channel\":65536,\"stream\":\"x\",\"epoch\":1,"
                                + "\"format\":\"mpeg1\",\"stripes\":2}")),
                deed(
                        "a stream name that is none",
                        RefusalReason.MALFORMED,
                        link -> link.json("{\"type\":\"open\",\"channel\":1,\"stream\":\"../x\",\"epoch\":1,"
                                + "\"format\":\"mpeg1\",\"stripes\":2}")),
                deed(
                        "a channel more than a link may have",
                        RefusalReason.TOO_MANY_STREAMS,
                        link -> link.open(0, "x", 1)
                                .open(1, "y", 1)
                                .open(2, "z", 1)
                                .open(3, "w", 1)),
                deed(
                        "an answer of ours",
                        RefusalReason.UNKNOWN_TYPE,
                        link -> link.json("{\"type\":\"pong\",\"id\":1}")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("beforeHello")
    void isRefusedBeforeHello(String name, RefusalReason reason, Deed deed) throws IOException {
        try (RelayClient bad = RelayClient.dial(forward.relayPort())) {
            deed.on(bad);
            assertRefused(reason, bad);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("afterHello")
    void isRefusedAfterHello(String name, RefusalReason reason, Deed deed) throws IOException {
        try (RelayClient bad = welcome(RelayClient.dial(forward.relayPort()))) {
            deed.on(bad);
            assertRefused(reason, bad);
        }
    }

    private static void assertRefused(RefusalReason reason, RelayClient bad) throws IOException {
        Refused refused = assertInstanceOf(Refused.class, bad.read());
        assertEquals(reason, refused.reason(), refused.message());
        assertTrue(bad.isClosedByPeer());
    }

    @Test
    void aLinkMoreThanTheLimitIsRefused() throws IOException {
        List<RelayClient> links = new ArrayList<>();
        // The good one is there already, and one that another test left may not be gone yet.
        for (int i = 0; i < TestForward.MAX_LINKS; i++) {
            links.add(RelayClient.dial(forward.relayPort()));
        }

        assertRefused(RefusalReason.TOO_MANY, links.get(TestForward.MAX_LINKS - 1));
        welcome(links.get(0));
        links.forEach(RelayClient::close);
    }

    @Test
    void oneThatNeverSaysHelloIsRefusedInTime() throws IOException {
        try (RelayClient silent = RelayClient.dial(forward.relayPort())) {
            silent.raw((byte) 0, (byte) 0);
            long startNanos = System.nanoTime();
            assertRefused(RefusalReason.TOO_SLOW, silent);
            assertTrue(System.nanoTime() - startNanos < 6_000_000_000L);
        }
    }

    @Test
    void oneThatFallsSilentIsClosedAndItsStreamWaits() throws IOException {
        try (RelayClient silent = welcome(RelayClient.dial(forward.relayPort()));
                Watcher left = Watcher.watch(forward.viewerPort(), "?stream=silent")) {
            silent.open(0, "silent", 1);
            left.awaitState("live");
            for (int i = 0; i < 4; i++) {
                theStreamBesideGoesOn();
                awaitMillis(1_600);
            }
            assertTrue(silent.isClosedByPeer());
            left.awaitState("waiting");
        }
    }

    /** The condition here is that time has passed. */
    private static void awaitMillis(long millis) {
        long untilNanos = System.nanoTime() + millis * 1_000_000;
        Watcher.await().until(() -> System.nanoTime() > untilNanos);
    }
}
