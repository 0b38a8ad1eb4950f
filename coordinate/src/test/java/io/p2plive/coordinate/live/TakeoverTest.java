/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.coordinate.chunk.Mpeg1Bytes;
import io.p2plive.protocol.RelayMessage.Close;
import io.p2plive.protocol.RelayMessage.CloseReason;
import io.p2plive.protocol.RelayMessage.Open;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A broadcaster comes anew; who watches stays, and sees a new epoch on the same link. */
class TakeoverTest {
    private static final byte[] GOP = Mpeg1Bytes.gop(4, 500);

    private final CoordinateUnderTest coordinate =
            new CoordinateUnderTest("STREAMKEYS", "[{stream: guarded, key: opensesame}]");
    private final FakeForward forward = new FakeForward();

    @BeforeEach
    void feedTheForward() {
        coordinate.feedOpenly(forward);
    }

    @AfterEach
    void close() {
        coordinate.close();
        forward.close();
    }

    private RawClient push(String from, String path, String... headers) {
        int before = forward.opens().size();
        RawClient push =
                new RawClient(coordinate.port(), from).post(path, headers).body(GOP);
        await().until(() -> forward.opens().size() > before);
        return push;
    }

    private List<CloseReason> closeReasons() {
        return forward.closes().stream().map(Close::reason).toList();
    }

    private void assertNewEpoch() {
        List<Open> opens = forward.opens();
        assertTrue(opens.get(1).epoch() > opens.get(0).epoch());
        await().until(() -> forward.chunks(opens.get(1).epoch()).size() >= 3);
        assertEquals(0, forward.chunks(opens.get(1).epoch()).get(0).sequence());
        assertTrue(forward.chunks(opens.get(1).epoch()).get(0).isKeyframe());
        assertEquals(1, forward.hellos().size(), "the link stayed");
    }

    @Test
    void replacesThePushOfTheSameAddress() {
        try (RawClient former = push("127.0.0.1", "/stream");
                RawClient next = push("127.0.0.1", "/stream")) {
            assertEquals(List.of(CloseReason.REPLACED), closeReasons());
            assertNewEpoch();
            assertEquals("", former.rest(), "the former is closed");
            next.body(GOP);
            await().until(() -> forward.chunks(forward.opens().get(1).epoch()).size() >= 6);
            assertEquals(List.of(CloseReason.REPLACED), closeReasons(), "the former's end ends nothing");
        }
    }

    @Test
    void replacesThePushOfWhoHasTheSameKey() {
        String key = "Authorization: Bearer opensesame";
        try (RawClient former = push("127.0.0.2", "/stream/guarded", key);
                RawClient next = push("127.0.0.3", "/stream/guarded", key)) {
            assertEquals(List.of(CloseReason.REPLACED), closeReasons());
            assertNewEpoch();
            assertEquals("", former.rest());
            next.body(GOP);
        }
    }

    @Test
    void beginsANewEpochAfterAReset() {
        push("127.0.0.1", "/stream").reset();
        await().until(() -> closeReasons().equals(List.of(CloseReason.LOST)));
        assertEquals(
                "away", coordinate.json("/debug").at("/streams/0/summary/state").asText());
        try (RawClient next = push("127.0.0.2", "/stream")) {
            assertNewEpoch();
            next.body(GOP);
        }
    }

    @Test
    void takesAHalfOpenPublisherForLost() {
        RawClient push = push("127.0.0.1", "/stream");
        push.halfClose();
        await().until(() -> closeReasons().equals(List.of(CloseReason.LOST)));
        push.close();
    }

    @Test
    void carriesTwoStreamsOnTwoChannels() {
        try (RawClient a = push("127.0.0.1", "/stream/a");
                RawClient b = push("127.0.0.2", "/stream/b")) {
            List<Open> opens = forward.opens();
            assertEquals(
                    List.of("a", "b"),
                    opens.stream().map(open -> open.stream().value()).toList());
            assertTrue(opens.get(0).channel() != opens.get(1).channel());
            a.end();
            await().until(() -> forward.closes().size() == 1);
            assertEquals(opens.get(0).channel(), forward.closes().get(0).channel());
            int before = forward.events().size();
            b.body(GOP);
            await().until(() -> forward.events().size() >= before + 3);
            forward.events()
                    .subList(before, before + 3)
                    .forEach(event -> assertEquals(opens.get(1).channel(), event.channel()));
        }
    }
}
