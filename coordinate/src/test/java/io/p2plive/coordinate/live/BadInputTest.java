/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.coordinate.chunk.Captures;
import io.p2plive.coordinate.chunk.Mpeg1Bytes;
import io.p2plive.protocol.RelayMessage.CloseReason;
import java.io.UncheckedIOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes on the port, who pushes and who watches notices nothing. */
class BadInputTest {
    private static final byte[] GOP = Mpeg1Bytes.gop(4, 500);

    private final CoordinateUnderTest coordinate = new CoordinateUnderTest("LIMITS_CONNECTIONSPERADDRESS", "20");
    private final FakeForward forward = new FakeForward();
    private RawClient push;

    @BeforeEach
    void beginAPush() {
        coordinate.feedOpenly(forward);
        push = new RawClient(coordinate.port(), "127.0.0.9")
                .post("/stream/healthy")
                .body(GOP);
        await().until(() -> forward.opens().size() == 1);
    }

    @AfterEach
    void goesOn() {
        int before = forward.chunkCount();
        push.body(GOP);
        await().until(() -> forward.chunkCount() >= before + 4);
        push.end();
        int channel = forward.opens().get(0).channel();
        await().until(() -> forward.closes().stream()
                .anyMatch(close -> close.channel() == channel && close.reason() == CloseReason.ENDED));
        coordinate.close();
        forward.close();
    }

    private RawClient client() {
        return new RawClient(coordinate.port());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n\r\n",
                "GET\r\n\r\n",
                "\0\1\2\3\r\n\r\n",
                "GET /tracker SMTP/9\r\n\r\n",
                "GET /tracker HTTP/1.1\r\nbroken header\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /stream HTTP/1.1\r\nContent-Length: minus one\r\n\r\n",
                "POST /stream HTTP/1.1\r\nContent-Length: -5\r\n\r\n"
            })
    void refusesWhatIsNoRequest(String words) {
        try (RawClient client = client()) {
            client.send(words);
            assertEquals(400, client.status());
            client.rest();
        }
    }

    @Test
    void refusesAHeaderWithoutEnd() {
        try (RawClient client = client()) {
            client.send("GET /tracker HTTP/1.1\r\nX: " + "a".repeat(9_000));
            assertEquals(431, client.status());
        }
        try (RawClient client = client()) {
            client.send("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n\r\n");
            assertEquals(414, client.status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "-4\r\n", "ffffffffffffffff\r\n", "4\r\nabcdefgh\r\n"})
    void endsAPushWhoseChunkLengthLies(String chunk) {
        try (RawClient client = RawClient.pushing(coordinate.port(), "/stream/liar", "Connection: close")) {
            client.body(Captures.read("small.m1v"));
            await().until(() -> forward.opens().size() == 2);
            client.send(chunk);
            client.rest();
            await().until(() -> forward.closes().size() == 1);
            assertEquals(CloseReason.LOST, forward.closes().get(0).reason());
            assertEquals(
                    forward.opens().get(1).channel(), forward.closes().get(0).channel());
        }
    }

    @Test
    void refusesARequestInsideAPush() {
        try (RawClient client = RawClient.pushing(coordinate.port(), "/stream/twice")) {
            client.body(Captures.read("small.m1v")).end();
            client.send("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertEquals(200, client.status(), "the push has ended");
            assertEquals("the stream has ended", client.line());
            assertEquals(200, client.status(), "and the next request is one of its own");
        }
    }

    @Test
    void survivesGarbage() {
        Random random = new Random(3);
        for (int round = 0; round < 60; round++) {
            try (RawClient client = client()) {
                byte[] garbage = new byte[random.nextInt(5_000)];
                random.nextBytes(garbage);
                client.send(round % 2 == 0 ? "POST /stream/g HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" : "");
                client.send(garbage);
                if (round % 3 == 0) {
                    client.reset();
                }
            } catch (UncheckedIOException e) {
                // It was cut off while it still wrote.
            }
        }
    }

    @Test
    void survivesADamagedStream() {
        byte[] stream = Captures.read("small.ts");
        Random random = new Random(5);
        for (int round = 0; round < 40; round++) {
            byte[] damaged = stream.clone();
            for (int i = 0; i < 40; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try (RawClient client = RawClient.pushing(coordinate.port(), "/stream/damaged", "Connection: close")) {
                client.body(damaged).end();
                int status = client.status();
                assertTrue(status == 200 || status == 415, "status " + status);
            }
        }
    }

    @Test
    void refusesTooManyConnectionsOfOneAddress() {
        RawClient[] idle = new RawClient[20];
        for (int i = 0; i < idle.length; i++) {
            idle[i] = new RawClient(coordinate.port(), "127.0.0.7");
        }
        try (RawClient oneMore = new RawClient(coordinate.port(), "127.0.0.7")) {
            oneMore.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals(503, oneMore.status());
        }
        for (RawClient each : idle) {
            each.close();
        }
        assertEquals("ok\n", coordinate.get("/health").body());
    }
}
