/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.coordinate.chunk.Mpeg1Bytes;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.RelayMessage.CloseReason;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The end is told to those who must know, and is over within five seconds. */
class ShutdownTest {
    private static final byte[] GOP = Mpeg1Bytes.gop(4, 500);

    @Test
    void tellsForwardsThatThePushesAreOver() {
        CoordinateUnderTest coordinate = new CoordinateUnderTest();
        try (FakeForward forward = new FakeForward();
                FakeForward other = new FakeForward()) {
            coordinate.feed(forward, other);
            try (RawClient a = RawClient.pushing(coordinate.port(), "/stream/a").body(GOP);
                    RawClient b =
                            RawClient.pushing(coordinate.port(), "/stream/b").body(GOP)) {
                await().until(() -> forward.opens().size() == 2 && other.opens().size() == 2);
                assertTimeout(Duration.ofSeconds(5), coordinate::close);
                for (FakeForward each : List.of(forward, other)) {
                    await().until(() -> each.closes().size() == 2);
                    each.closes().forEach(close -> assertEquals(CloseReason.LOST, close.reason()));
                    assertEquals(2, each.chunks(Chunk::isEnd).size());
                }
                assertEquals("", a.rest(), "the broadcasters are closed");
                assertEquals("", b.rest());
            }
        }
    }

    @Test
    void endsInTimeWithADeafForwardAndADeadOne() {
        CoordinateUnderTest coordinate = new CoordinateUnderTest();
        FakeForward dead = new FakeForward();
        dead.close();
        try (FakeForward deaf = new FakeForward()) {
            coordinate.feed(deaf, dead);
            await().until(() -> !deaf.hellos().isEmpty());
            deaf.setDeaf(true);
            try (RawClient push = RawClient.pushing(coordinate.port(), "/stream")) {
                for (int i = 0; i < 20; i++) {
                    push.body(Mpeg1Bytes.gop(10, 16_000));
                }
                assertTimeout(Duration.ofSeconds(5), coordinate::close);
            }
        }
    }

    @Test
    void endsWhatWasNeverBusyAndLeavesNoThread() {
        CoordinateUnderTest coordinate = new CoordinateUnderTest();
        coordinate.get("/health");
        assertTimeout(Duration.ofSeconds(5), coordinate::close);
        await().until(() -> loopThreads().isEmpty());
    }

    private static Set<String> loopThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("multiThreadIoEventLoopGroup") || name.startsWith("forward-names"))
                .collect(Collectors.toSet());
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = String.valueOf(taken.getLocalPort());
            AssertionError failure = org.junit.jupiter.api.Assertions.assertThrows(
                    AssertionError.class, () -> new CoordinateUnderTest("PORT", port));
            assertTrue(
                    failure.getCause().getMessage().contains(port),
                    failure.getCause().getMessage());
        }
    }
}
