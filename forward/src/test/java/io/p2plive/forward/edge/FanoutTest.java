/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import static io.p2plive.forward.testing.TestChunks.gop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.forward.stream.Backlog;
import io.p2plive.forward.testing.TestForward;
import io.p2plive.id.StreamName;
import io.p2plive.protocol.LinkMessage;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.StreamState;
import io.p2plive.testing.FakeLoop;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each embedded channel has a loop of its own, so these are viewers of two loops. */
class FanoutTest {
    private static final LinkMessage.Stream LIVE = new LinkMessage.Stream(StreamName.DEFAULT, StreamState.LIVE, 2);
    private static final LinkMessage.Stream AWAY = new LinkMessage.Stream(StreamName.DEFAULT, StreamState.AWAY, 2);

    private static final EdgeLimits HOLDING = new EdgeLimits(10, 10, 1 << 20, 2_000, 15_000, 50);

    private final Fanout fanout = new Fanout(new FakeLoop(), TestForward.EDGE);
    private final EdgeCounters counters = new EdgeCounters();
    private final TestViewer first = new TestViewer(TestForward.EDGE, counters);
    private final TestViewer second = new TestViewer(TestForward.EDGE, counters);

    @AfterEach
    void close() {
        first.finishAndReleaseAll();
        second.finishAndReleaseAll();
    }

    private void join(TestViewer viewer) {
        fanout.join(viewer.queue, StripeSet.ALL, new Backlog(LIVE, gop(1, 0, 2), false));
    }

    private void run() {
        first.runPendingTasks();
        second.runPendingTasks();
    }

    @Test
    void tellsNewcomersHowTheStreamIsBeforeTheirBacklog() throws ProtocolException {
        join(first);
        run();

        assertTrue(first.readOutbound() instanceof io.netty.handler.codec.http.websocketx.TextWebSocketFrame text
                && text.text().contains("live")
                && text.release());
        assertEquals(List.of(0L, 1L), first.received().sequences);
    }

    @Test
    void reachesTheViewersOfEveryLoop() throws ProtocolException {
        join(first);
        join(second);
        fanout.onChunks(gop(1, 2, 2));
        fanout.onStream(AWAY);
        run();

        for (TestViewer viewer : List.of(first, second)) {
            assertEquals(List.of(0L, 1L, 2L, 3L), viewer.received().sequences);
            assertTrue(viewer.texts.get(1).contains("away"));
        }
        assertEquals(8, counters.chunksOut());
    }

    @Test
    void sendsANewcomerNothingTwiceThatWasHeldBack() throws ProtocolException {
        FakeLoop loop = new FakeLoop();
        Fanout holding = new Fanout(loop, HOLDING);
        holding.join(first.queue, StripeSet.ALL, new Backlog(LIVE, gop(1, 0, 2), false));
        holding.onChunks(gop(1, 2, 1));
        holding.onChunks(gop(1, 3, 1));
        run();
        assertEquals(List.of(0L, 1L), first.received().sequences);

        holding.join(second.queue, StripeSet.ALL, new Backlog(LIVE, gop(1, 2, 2), false));
        holding.onChunks(gop(1, 4, 1));
        loop.advanceMillis(HOLDING.batchMillis());
        run();

        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), first.received().sequences);
        assertEquals(List.of(2L, 3L, 4L), second.received().sequences);
    }

    @Test
    void sendsWhatWasHeldBackBeforeTheStreamGoesAway() throws ProtocolException {
        Fanout holding = new Fanout(new FakeLoop(), HOLDING);
        holding.join(first.queue, StripeSet.ALL, new Backlog(LIVE, gop(1, 0, 2), false));
        holding.onChunks(gop(1, 2, 1));
        holding.onStream(AWAY);
        run();

        assertEquals(List.of(0L, 1L, 2L), first.received().sequences);
        assertTrue(first.texts.get(1).contains("away"));
    }

    @Test
    void sendsNothingToWhoLeft() throws ProtocolException {
        join(first);
        join(second);
        fanout.leave(first.queue);
        fanout.onChunks(gop(1, 2, 2));
        run();

        assertEquals(List.of(0L, 1L), first.received().sequences);
        assertEquals(4, second.received().sequences.size());
        assertEquals(1, fanout.size());
    }
}
