/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.coordinate.chunk.Cutting;
import io.p2plive.coordinate.chunk.Mpeg1Bytes;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.RelayMessage.Open;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Much at once, over real sockets: all of it reaches every forward. */
class LoadTest {
    private static final int STREAMS = 100;

    /** Enough for all: what a slow forward loses is another test's business. */
    private final CoordinateUnderTest coordinate =
            new CoordinateUnderTest("STRIPES", "2", "LIMITS_RELAYQUEUEBYTES", "67108864");

    private final FakeForward first = new FakeForward();
    private final FakeForward second = new FakeForward();

    @BeforeEach
    void feedTheForwards() {
        coordinate.feedOpenly(first, second);
    }

    @AfterEach
    void close() {
        coordinate.close();
        first.close();
        second.close();
    }

    @Test
    void carriesAHundredStreamsAtOnce() {
        byte[] gop = Mpeg1Bytes.gop(10, 1_500);
        List<RawClient> pushes = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            pushes.add(RawClient.pushing(coordinate.port(), "/stream/s" + i));
        }
        for (int gops = 0; gops < 3; gops++) {
            pushes.forEach(push -> push.body(gop));
        }
        pushes.forEach(RawClient::end);
        pushes.forEach(push -> assertEquals(200, push.status()));
        pushes.forEach(RawClient::close);

        String pushed = Cutting.text(Cutting.concat(gop, gop, gop));
        assertEveryStreamIs(pushed, first);
        assertEveryStreamIs(pushed, second);
    }

    private static void assertEveryStreamIs(String pushed, FakeForward forward) {
        await().until(() -> forward.closes().size() == STREAMS);
        Map<Integer, List<Chunk>> byChannel = forward.events().stream()
                .filter(event -> event.chunk() != null)
                .collect(Collectors.groupingBy(
                        FakeForward.Event::channel, Collectors.mapping(FakeForward.Event::chunk, Collectors.toList())));
        List<Open> opens = forward.opens();
        assertEquals(STREAMS, opens.stream().map(Open::stream).distinct().count());
        for (Open open : opens) {
            assertEquals(pushed, FakeForward.payload(byChannel.get(open.channel())), "stream " + open.stream());
        }
    }

    @Test
    void carriesFiftyMegabitsASecond() {
        int seconds = 4;
        byte[] second = Mpeg1Bytes.gop(30, 50_000_000 / 8 / 30);
        long startNanos = System.nanoTime();
        RawClient push = RawClient.pushing(coordinate.port(), "/stream");
        for (int i = 0; i < seconds; i++) {
            push.body(second);
        }
        push.end();
        assertEquals(200, push.status());
        await().until(() -> !first.closes().isEmpty() && !this.second.closes().isEmpty());
        Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
        push.close();

        assertTrue(took.toSeconds() < seconds, "took " + took);
        String pushed = Cutting.text(second).repeat(seconds);
        assertEquals(pushed, FakeForward.payload(first.chunks()));
        assertEquals(pushed, FakeForward.payload(this.second.chunks()));
    }
}
