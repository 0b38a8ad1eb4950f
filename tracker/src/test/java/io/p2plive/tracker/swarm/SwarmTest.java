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
import io.p2plive.protocol.SwarmMessage.Capacity;
import io.p2plive.protocol.SwarmMessage.Connected;
import io.p2plive.protocol.SwarmMessage.Edge;
import io.p2plive.protocol.SwarmMessage.Join;
import io.p2plive.protocol.SwarmMessage.LossReason;
import io.p2plive.protocol.SwarmMessage.Lost;
import io.p2plive.protocol.SwarmMessage.Refused;
import io.p2plive.protocol.SwarmMessage.Sources;
import io.p2plive.protocol.SwarmMessage.Statistics;
import io.p2plive.protocol.SwarmMessage.Wait;
import io.p2plive.protocol.SwarmMessage.Welcome;
import io.p2plive.testing.FakeLoop;
import io.p2plive.tracker.journal.Journal;
import io.p2plive.tracker.journal.JournalFile;
import io.p2plive.tracker.journal.LogLine;
import io.p2plive.tracker.journal.MeshEvent;
import io.p2plive.tracker.journal.MeshLog;
import io.p2plive.tracker.journal.MeshReplay;
import io.p2plive.tracker.journal.MeshStart;
import io.p2plive.tracker.mesh.Assignment;
import io.p2plive.tracker.mesh.MeshListener;
import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.MeshTimes;
import io.p2plive.tracker.mesh.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwarmTest {
    private final FakeLoop loop = new FakeLoop();
    private final List<MeshStart> started = new ArrayList<>();
    private final List<MeshEvent> happened = new ArrayList<>();

    @TempDir
    private Path folder;

    private Swarms swarms = swarms((start, atMillis) -> new Notes(started, happened, start));
    private Swarm swarm;

    private Swarms swarms(Journal journal) {
        SwarmSettings settings = new SwarmSettings(new MeshSettings(2, 2, 2, 2, 128, 32), MeshTimes.DEFAULT, 100, 10);
        Swarms made = new Swarms(() -> loop, settings, journal);
        made.forwards(List.of(new ForwardEntry("edge", "localhost:9999", "ws://localhost:9998", true)));
        return made;
    }

    /** A journal that remembers what happened to the mesh. */
    private record Notes(List<MeshStart> started, List<MeshEvent> happened, MeshStart start) implements Journal.Run {
        private Notes {
            started.add(start);
        }

        @Override
        public void write(long atMillis, MeshEvent event) {
            happened.add(event);
        }

        @Override
        public void end(long atMillis) {
            started.remove(start);
        }
    }

    /** What it holds is nobody's business but the two viewers'. */
    private static PassedOn offer(String content) {
        return new PassedOn("offer", id(1), content.getBytes(StandardCharsets.UTF_8));
    }

    private static String key(int number) {
        return String.format("%032x", number);
    }

    private static ViewerId id(int number) {
        return ViewerId.ofKey(key(number));
    }

    private RecordingOutlet join(int number) {
        RecordingOutlet recorder = begin(number);
        loop.runTasks();
        return recorder;
    }

    /** Joins, and nothing comes of it before the loop's turn. */
    private RecordingOutlet begin(int number) {
        RecordingOutlet recorder = new RecordingOutlet();
        try {
            swarm = swarms.use(
                    StreamName.DEFAULT,
                    used -> used.join(
                            recorder,
                            new Visit("10.0.0.7", Origin.NONE),
                            new Join(1, key(number), true, List.of(), List.of())));
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
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
    void tellsAViewerOnceWhatIsDecidedAboutItInOneTurnOfTheLoop() {
        List<RecordingOutlet> crowd =
                IntStream.rangeClosed(1, 6).mapToObj(this::begin).toList();
        loop.runTasks();

        assertEquals(
                6,
                crowd.stream()
                        .filter(viewer -> viewer.last(Welcome.class) != null)
                        .count());
        for (RecordingOutlet viewer : crowd) {
            assertEquals(
                    1, viewer.sent.stream().filter(Sources.class::isInstance).count());
        }
        assertTrue(crowd.stream()
                .anyMatch(viewer -> !viewer.last(Sources.class).children().isEmpty()));
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
        RecordingOutlet viewer = join(1);
        assertEquals(RefusalReason.NO_SOURCE, viewer.last(Wait.class).reason());
        assertNull(viewer.last(Sources.class));

        swarms.forwards(List.of(new ForwardEntry("edge", "localhost:9999", "ws://localhost:9998", true)));
        loop.runTasks();
        assertEquals(List.of(0, 1), viewer.last(Sources.class).forward().stripes());
    }

    @Test
    void saysWhatIsTakenToWhoMustWait() {
        swarms.forwards(List.of(new ForwardEntry("edge", "localhost:9999", "ws://localhost:9998", false)));
        String message = join(1).last(Wait.class).message();
        assertEquals(
                "No source is free just now: the one forward does not answer. Who watches already is not touched;"
                        + " you get a source as soon as there is one.",
                message);
    }

    private static Statistics measured(int rttMillis) {
        return new Statistics("live", 1, 1, 1, List.of(), List.of(), 0, 0, 0, 0, 0, 0, 0L, rttMillis);
    }

    @Test
    void tellsTheMeshOfCredibleRoundTripsOnceEach() {
        RecordingOutlet viewer = join(1);
        for (int rttMillis : new int[] {-1, 40, 40, 60_001, -2, 60_000, 0}) {
            swarm.statistics(id(1), viewer, measured(rttMillis));
        }
        loop.runTasks();
        assertEquals(
                List.of(
                        new MeshEvent.Measured(id(1), 40),
                        new MeshEvent.Measured(id(1), 60_000),
                        new MeshEvent.Measured(id(1), 0)),
                happened.stream().filter(MeshEvent.Measured.class::isInstance).toList());
    }

    @Test
    void showsTheCapacityThatAViewerSaysItHas() {
        RecordingOutlet viewer = join(1);
        assertEquals(-1, member().capacity());
        swarm.capacity(id(1), viewer, new Capacity(5));
        loop.runTasks();
        assertEquals(5, member().capacity());
        assertTrue(happened.contains(new MeshEvent.Capacity(id(1), 5)));
    }

    private SwarmView.Member member() {
        CompletableFuture<SwarmView> view = swarm.view(10);
        loop.runTasks();
        return view.join().members().get(0);
    }

    @Test
    void decidesWhatTheSameEventsDecideAgain() throws IOException {
        Map<ViewerId, Assignment> again = new HashMap<>();
        Map<Integer, RecordingOutlet> viewers = new HashMap<>();
        Path file = folder.resolve("mesh.jsonl");
        try (JournalFile journal = JournalFile.open(file, 10_000_000)) {
            swarms = swarms(journal);
            for (int number = 1; number <= 40; number++) {
                viewers.put(number, join(number));
                deliver(number, viewers.get(number));
                loop.advanceMillis(137);
            }
            for (int number = 3; number <= 40; number += 5) {
                swarm.disconnected(id(number), viewers.remove(number));
                loop.advanceMillis(700);
            }
            swarms.moveAll();
            loop.runTasks();
        }
        MeshReplay replay = new MeshReplay(start -> new Told(again));
        try (Stream<LogLine> lines = MeshLog.read(file)) {
            lines.forEach(replay::accept);
        }
        for (Map.Entry<Integer, RecordingOutlet> viewer : viewers.entrySet()) {
            Sources sources = viewer.getValue().last(Sources.class);
            Assignment assignment = again.get(id(viewer.getKey()));
            assertEquals(sources.parents(), MeshTerms.edges(assignment.parents()));
            assertEquals(sources.children(), MeshTerms.edges(assignment.children()));
            assertEquals(sources.standby(), assignment.standby());
            assertEquals(sources.spares(), assignment.spares());
        }
    }

    private void deliver(int number, RecordingOutlet viewer) {
        for (Edge parent : viewer.last(Sources.class).parents()) {
            swarm.connected(id(number), viewer, new Connected(parent.stripe(), parent.viewer()));
        }
    }

    private record Told(Map<ViewerId, Assignment> assignments) implements MeshListener {
        @Override
        public void onAssigned(ViewerId viewer, Assignment assignment) {
            assignments.put(viewer, assignment);
        }

        @Override
        public void onWaiting(ViewerId viewer) {
            // Nobody is told to wait who is not told something else later.
        }
    }

    @Test
    void nothingHappensToTheMeshAfterItsEnd() {
        join(1);
        assertEquals(1, started.size());
        swarms.moveAll();
        loop.runTasks();
        assertEquals(0, started.size());
        int before = happened.size();
        streams(StreamState.LIVE, 2);
        swarms.forwards(List.of());
        loop.runTasks();
        assertEquals(before, happened.size());
    }

    @Test
    void letsFormerNeighboursTalkForTenSecondsMore() {
        RecordingOutlet first = join(1);
        join(2);
        RecordingOutlet third = join(3);
        Edge parent = third.last(Sources.class).parents().stream()
                .filter(edge -> edge.viewer().equals(id(1)))
                .findFirst()
                .orElseThrow();
        swarm.lost(id(3), third, new Lost(parent.stripe(), id(1), null, LossReason.CONNECT_FAILED));
        loop.advanceMillis(9_000);
        swarm.signal(id(3), third, offer("late"));
        loop.runTasks();
        assertEquals(List.of("late"), first.passed);

        loop.advanceMillis(2_000);
        swarm.signal(id(3), third, offer("too late"));
        loop.runTasks();
        assertEquals(List.of("late"), first.passed);
        assertEquals(RefusalReason.NOT_INTRODUCED, third.last(Refused.class).reason());
    }

    @Test
    void ignoresWhatAReplacedConnectionSays() {
        RecordingOutlet first = join(1);
        RecordingOutlet second = join(1);
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
        RecordingOutlet viewer = join(1);
        assertEquals(2, viewer.last(Welcome.class).stripes());
        streams(StreamState.LIVE, 3);

        assertEquals(3, viewer.last(Welcome.class).stripes());
        assertEquals(List.of(0, 1, 2), viewer.last(Sources.class).forward().stripes());
        assertEquals(2, viewer.last(Sources.class).revision());
        assertEquals(
                List.of(3),
                started.stream().map(start -> start.settings().stripes()).toList());
    }

    @Test
    void startsASwarmWithWhatIsKnownOfItsStream() {
        streams(StreamState.LIVE, 4);
        assertEquals(4, join(1).last(Welcome.class).stripes());
    }

    @Test
    void keepsItsEdgesWhileTheBroadcasterIsAway() {
        RecordingOutlet viewer = join(1);
        streams(StreamState.LIVE, 2);
        int sent = viewer.sent.size();
        streams(StreamState.AWAY, 2);
        swarms.streams(List.of());
        loop.advanceMillis(20_000);

        assertEquals(sent, viewer.sent.size());
    }

    @Test
    void isDroppedAfterAMinuteWithoutViewersAndOpenedAgain() {
        RecordingOutlet viewer = join(1);
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
