/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.id.StreamName;
import io.p2plive.id.ViewerId;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.NodeMessage.StreamSummary;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.StreamFormat;
import io.p2plive.protocol.StreamState;
import io.p2plive.protocol.SwarmMessage.Edge;
import io.p2plive.protocol.SwarmMessage.Join;
import io.p2plive.protocol.SwarmMessage.LossReason;
import io.p2plive.protocol.SwarmMessage.Lost;
import io.p2plive.protocol.SwarmMessage.Offer;
import io.p2plive.protocol.SwarmMessage.OfferFrom;
import io.p2plive.protocol.SwarmMessage.Refused;
import io.p2plive.protocol.SwarmMessage.Sources;
import io.p2plive.protocol.SwarmMessage.ToViewer;
import io.p2plive.protocol.SwarmMessage.Wait;
import io.p2plive.protocol.SwarmMessage.Welcome;
import io.p2plive.testing.FakeLoop;
import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.MeshTimes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwarmTest {
    private final FakeLoop loop = new FakeLoop();
    private final Swarms swarms =
            new Swarms(() -> loop, new SwarmSettings(new MeshSettings(2, 2, 2, 64, 32), MeshTimes.DEFAULT, 100, 10));
    private Swarm swarm;

    SwarmTest() {
        swarms.forwards(List.of(new ForwardEntry("edge", "localhost:9999", "ws://localhost:9998", true)));
    }

    /** A connection that remembers what was sent. */
    private static final class Recorder implements Outlet {
        private final List<ToViewer> sent = new ArrayList<>();
        private int closeCode;

        @Override
        public void send(ToViewer message) {
            sent.add(message);
        }

        @Override
        public void close(int code, String reason) {
            closeCode = code;
        }

        private <T> T last(Class<T> type) {
            return sent.stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .reduce((before, after) -> after)
                    .orElse(null);
        }
    }

    private static String key(int number) {
        return String.format("%032x", number);
    }

    private static ViewerId id(int number) {
        return ViewerId.ofKey(key(number));
    }

    private Recorder join(int number) {
        Recorder recorder = new Recorder();
        try {
            swarm = swarms.use(
                    StreamName.DEFAULT,
                    used -> used.join(recorder, "10.0.0.7", new Join(1, key(number), true, List.of(), List.of())));
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
        loop.runTasks();
        return recorder;
    }

    private void streams(StreamState state, int stripes) {
        swarms.streams(List.of(new StreamSummary(StreamName.DEFAULT, state, 7, StreamFormat.MPEG1, stripes)));
        loop.runTasks();
    }

    @Test
    void tellsTheForwardByTheHostByWhichTheTrackerWasReached() {
        Sources sources = join(1).last(Sources.class);
        assertEquals("ws://10.0.0.7:9998/?stream=live", sources.forward().url());
    }

    @Test
    void leavesAForwardsPublicAddressAsItIs() {
        assertEquals(
                "wss://edge.example:443/a?stream=live",
                Assignments.url("wss://edge.example:443/a", "10.0.0.7", StreamName.DEFAULT));
    }

    @Test
    void tellsWhoFindsNothingToWaitAndSendsSourcesWhenThereAreSome() {
        swarms.forwards(List.of(new ForwardEntry("edge", "localhost:9999", "ws://localhost:9998", false)));
        Recorder viewer = join(1);
        assertEquals(RefusalReason.NO_SOURCE, viewer.last(Wait.class).reason());
        assertNull(viewer.last(Sources.class));

        swarms.forwards(List.of(new ForwardEntry("edge", "localhost:9999", "ws://localhost:9998", true)));
        loop.runTasks();
        assertEquals(List.of(0, 1), viewer.last(Sources.class).forward().stripes());
    }

    @Test
    void letsFormerNeighboursTalkForTenSecondsMore() {
        Recorder first = join(1);
        join(2);
        Recorder third = join(3);
        Edge parent = third.last(Sources.class).parents().stream()
                .filter(edge -> edge.viewer().equals(id(1)))
                .findFirst()
                .orElseThrow();
        swarm.lost(id(3), third, new Lost(parent.stripe(), id(1), null, LossReason.CONNECT_FAILED));
        loop.advanceMillis(9_000);
        swarm.signal(id(3), third, new Offer(id(1), "late"), "offer");
        loop.runTasks();
        assertEquals("late", first.last(OfferFrom.class).payload());

        loop.advanceMillis(2_000);
        swarm.signal(id(3), third, new Offer(id(1), "too late"), "offer");
        loop.runTasks();
        assertEquals("late", first.last(OfferFrom.class).payload());
        assertEquals(RefusalReason.NOT_INTRODUCED, third.last(Refused.class).reason());
    }

    @Test
    void ignoresWhatAReplacedConnectionSays() {
        Recorder first = join(1);
        Recorder second = join(1);
        assertEquals(1008, first.closeCode);

        swarm.leave(id(1), first);
        swarm.disconnected(id(1), first);
        loop.runTasks();
        swarm.view(10)
                .thenAccept(view -> assertTrue(view.members().get(0).mesh().isPresent()));
        loop.runTasks();
        assertEquals(0, second.closeCode);
    }

    @Test
    void weavesAnewForAnotherNumberOfStripes() {
        Recorder viewer = join(1);
        assertEquals(2, viewer.last(Welcome.class).stripes());
        streams(StreamState.LIVE, 3);

        assertEquals(3, viewer.last(Welcome.class).stripes());
        assertEquals(List.of(0, 1, 2), viewer.last(Sources.class).forward().stripes());
        assertEquals(2, viewer.last(Sources.class).revision());
    }

    @Test
    void startsASwarmWithWhatIsKnownOfItsStream() {
        streams(StreamState.LIVE, 4);
        assertEquals(4, join(1).last(Welcome.class).stripes());
    }

    @Test
    void keepsItsEdgesWhileTheBroadcasterIsAway() {
        Recorder viewer = join(1);
        streams(StreamState.LIVE, 2);
        int sent = viewer.sent.size();
        streams(StreamState.AWAY, 2);
        swarms.streams(List.of());
        loop.advanceMillis(20_000);

        assertEquals(sent, viewer.sent.size());
    }

    @Test
    void isDroppedAfterAMinuteWithoutViewersAndOpenedAgain() {
        Recorder viewer = join(1);
        Swarm before = swarm;
        swarm.leave(id(1), viewer);
        loop.advanceMillis(59_000);
        assertFalse(swarms.views(1).isDone());
        loop.runTasks();
        loop.advanceMillis(2_000);

        assertEquals(List.of(), swarms.views(1).join());
        join(2);
        assertFalse(before == swarm);
        assertSame(swarm.stream(), StreamName.DEFAULT);
    }
}
