/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.id.StreamName;
import io.p2plive.id.ViewerId;
import io.p2plive.loop.Loop;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.NodeMessage.StreamSummary;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.StreamState;
import io.p2plive.protocol.SwarmMessage.Capacity;
import io.p2plive.protocol.SwarmMessage.Connected;
import io.p2plive.protocol.SwarmMessage.Join;
import io.p2plive.protocol.SwarmMessage.Lost;
import io.p2plive.protocol.SwarmMessage.Move;
import io.p2plive.protocol.SwarmMessage.Refused;
import io.p2plive.protocol.SwarmMessage.Statistics;
import io.p2plive.protocol.SwarmMessage.ToViewer;
import io.p2plive.protocol.SwarmMessage.Welcome;
import io.p2plive.tracker.journal.MeshEvent;
import io.p2plive.tracker.mesh.Arrival;
import io.p2plive.tracker.mesh.Mesh;
import io.p2plive.tracker.mesh.ViewerView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The viewers of one stream. Its verbs may be called from any thread; all else happens on its loop.
 *
 * <p>Confined to {@code loop}.
 */
public final class Swarm {
    private static final Logger log = LoggerFactory.getLogger(Swarm.class);
    private static final long TICK_MILLIS = 250;
    private static final long EMPTY_MILLIS = 60_000;
    private static final int SHUTDOWN = 1001;
    private static final int BROKEN_RULE = 1008;
    /** What is beyond this was not measured, but made up. */
    private static final int MAX_RTT_MILLIS = 60_000;

    private final StreamName stream;
    private final Loop loop;
    private final Consumer<Swarm> whenEmpty;
    private final Loop.Timer ticker;
    private final Map<ViewerId, Member> members = new LinkedHashMap<>();
    private final Assignments assignments;
    private final Weaving weaving;
    private final Tally tally = new Tally();
    private List<ForwardEntry> forwards = List.of();
    private StreamState state = StreamState.WAITING;
    /** Written by whoever brings a viewer, so that a swarm on its way out sees that one is on its way in. */
    private volatile long lastUsedMillis;

    /**
     * A swarm without viewers.
     *
     * @param whenEmpty called on the loop when nobody has been here for a while
     */
    Swarm(StreamName stream, Loop loop, Commons commons, Consumer<Swarm> whenEmpty) {
        this.stream = stream;
        this.loop = loop;
        this.whenEmpty = whenEmpty;
        this.assignments = new Assignments(stream, members, this::nowMillis, () -> mesh().forwardViews());
        this.weaving = new Weaving(stream, commons, this::nowMillis, assignments);
        this.lastUsedMillis = nowMillis();
        this.ticker = loop.repeat(TICK_MILLIS, this::onTick);
    }

    private Mesh mesh() {
        return weaving.mesh();
    }

    private long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(loop.nanoTime());
    }

    /** Its stream. */
    public StreamName stream() {
        return stream;
    }

    /** A viewer comes; the connection that it had before, if any, is closed. */
    public void join(Outlet outlet, Visit visit, Join join) {
        lastUsedMillis = nowMillis();
        enqueue(() -> onJoin(outlet, visit, join));
    }

    /** A viewer has something for another. */
    public void signal(ViewerId id, Outlet outlet, PassedOn message) {
        enqueue(() -> onSignal(id, outlet, message));
    }

    /** A parent delivers. */
    public void connected(ViewerId id, Outlet outlet, Connected connected) {
        onLoop(id, outlet, () -> weaving.happen(new MeshEvent.Connected(id, connected.stripe(), connected.viewer())));
    }

    /** How many children a viewer can feed. */
    public void capacity(ViewerId id, Outlet outlet, Capacity capacity) {
        onLoop(id, outlet, () -> onCapacity(id, capacity.slots()));
    }

    /** A source is gone. */
    public void lost(ViewerId id, Outlet outlet, Lost lost) {
        onLoop(id, outlet, () -> onLost(id, lost));
    }

    /** How a viewer says it goes. */
    public void statistics(ViewerId id, Outlet outlet, Statistics statistics) {
        onLoop(id, outlet, () -> onStatistics(id, statistics));
    }

    /** A viewer goes for good. */
    public void leave(ViewerId id, Outlet outlet) {
        onLoop(id, outlet, () -> onLeave(id));
    }

    /** A viewer's connection broke. */
    public void disconnected(ViewerId id, Outlet outlet) {
        onLoop(id, outlet, () -> onDisconnected(id));
    }

    /** What is known of the forwards now. */
    public void forwards(List<ForwardEntry> entries) {
        enqueue(() -> onForwards(entries));
    }

    /** What a coordinate says of the stream. */
    public void stream(StreamSummary summary) {
        enqueue(() -> onStream(summary));
    }

    /** Tells everybody that the tracker goes, and closes their connections. */
    public CompletableFuture<Void> move() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        enqueue(() -> onMove(done));
        return done;
    }

    /** The swarm as it is now, with at most {@code maxMembers} viewers listed. */
    public CompletableFuture<SwarmView> view(int maxMembers) {
        CompletableFuture<SwarmView> view = new CompletableFuture<>();
        enqueue(() -> view.complete(viewNow(maxMembers)));
        return view;
    }

    private void enqueue(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // The loops end in no order, and connections end with theirs: nobody is left to mend anything for.
            log.debug("not heard any more stream={}", stream);
        }
    }

    /** Runs what a connection says, unless another has taken its place meanwhile. */
    private void onLoop(ViewerId id, Outlet outlet, Runnable task) {
        enqueue(() -> {
            Member member = members.get(id);
            if (member != null && member.outlet == outlet) {
                task.run();
            }
        });
    }

    private void onJoin(Outlet outlet, Visit visit, Join join) {
        assert loop.isCurrent();
        ViewerId id = join.viewer();
        Member former = members.put(id, new Member(id, outlet, join.share(), visit.origin(), visit.reachedAs()));
        if (former != null) {
            former.outlet.close(BROKEN_RULE, "too-many: another connection with this key took its place");
        }
        tally.joined(nowMillis());
        log.debug(
                "viewer joined stream={} viewer={} share={} edges={} viewers={}",
                stream,
                id,
                join.share(),
                join.parents().size() + join.children().size(),
                members.size());
        outlet.send(new Welcome(Limits.PROTOCOL_VERSION, id, mesh().stripes()));
        Arrival arrival = new Arrival(
                join.share(), visit.origin(), MeshTerms.links(join.parents()), MeshTerms.links(join.children()));
        weaving.happen(MeshEvent.Join.of(id, arrival));
    }

    private void onSignal(ViewerId id, Outlet outlet, PassedOn message) {
        assert loop.isCurrent();
        Member sender = members.get(id);
        if (sender == null || sender.outlet != outlet) {
            return;
        }
        Member receiver = members.get(message.to());
        if (!sender.knows(message.to(), nowMillis())) {
            outlet.send(new Refused(RefusalReason.NOT_INTRODUCED, "you were not told of that viewer", message.type()));
        } else if (receiver == null) {
            outlet.send(new Refused(RefusalReason.UNKNOWN_VIEWER, "that viewer is not here now", message.type()));
        } else {
            receiver.outlet.pass(message);
        }
    }

    private void onLost(ViewerId id, Lost lost) {
        tally.lost(lost.reason(), nowMillis());
        log.debug(
                "source lost stream={} viewer={} source={} reason={}",
                stream,
                id,
                lost.viewer() == null ? "forward" : lost.viewer(),
                lost.reason().word());
        weaving.happen(MeshTerms.event(id, lost));
    }

    private void onStatistics(ViewerId id, Statistics statistics) {
        Member member = members.get(id);
        member.statistics = statistics;
        int rttMillis = statistics.rttMillis();
        if (rttMillis >= 0 && rttMillis <= MAX_RTT_MILLIS && rttMillis != member.rttMillis) {
            member.rttMillis = rttMillis;
            weaving.happen(new MeshEvent.Measured(id, rttMillis));
        }
    }

    private void onCapacity(ViewerId id, int slots) {
        members.get(id).capacity = slots;
        weaving.happen(new MeshEvent.Capacity(id, slots));
    }

    private void onLeave(ViewerId id) {
        members.remove(id);
        tally.left(nowMillis());
        log.debug("viewer left stream={} viewer={} viewers={}", stream, id, members.size());
        weaving.happen(new MeshEvent.Leave(id));
    }

    private void onDisconnected(ViewerId id) {
        members.remove(id);
        tally.disconnected(nowMillis());
        log.debug("viewer disconnected stream={} viewer={} viewers={}", stream, id, members.size());
        weaving.happen(new MeshEvent.Disconnected(id));
    }

    private void onForwards(List<ForwardEntry> entries) {
        assert loop.isCurrent();
        forwards = List.copyOf(entries);
        assignments.forwards(forwards);
        weaving.happen(new MeshEvent.Forwards(MeshTerms.states(forwards)));
    }

    private void onStream(StreamSummary summary) {
        assert loop.isCurrent();
        state = summary.state();
        int stripes = summary.stripes();
        if (stripes > 0 && stripes <= Limits.MAX_STRIPES && stripes != mesh().stripes()) {
            weaveAnew(stripes);
        }
        weaving.happen(new MeshEvent.Live(state == StreamState.LIVE));
    }

    /** No edge means anything for another number of stripes: everybody begins anew. */
    private void weaveAnew(int stripes) {
        log.info("swarm rewoven stream={} stripes={} viewers={}", stream, stripes, members.size());
        weaving.restart(stripes);
        onForwards(forwards);
        for (Member member : List.copyOf(members.values())) {
            member.outlet.send(new Welcome(Limits.PROTOCOL_VERSION, member.id, stripes));
            member.rttMillis = -1;
            weaving.happen(MeshEvent.Join.of(member.id, Arrival.newcomer(member.shares, member.origin)));
        }
    }

    private void onMove(CompletableFuture<Void> done) {
        assert loop.isCurrent();
        ToViewer move =
                new Move("shutting-down", "this tracker stops; ask coordinate for another, and keep your links");
        for (Member member : List.copyOf(members.values())) {
            member.outlet.send(move);
            member.outlet.close(SHUTDOWN, "shutting-down");
        }
        members.clear();
        weaving.end();
        ticker.cancel();
        done.complete(null);
    }

    private void onTick() {
        weaving.happen(new MeshEvent.Tick());
        tally.due(nowMillis())
                .ifPresent(sum -> log.info(
                        "swarm stream={} viewers={} waiting={} {}", stream, members.size(), mesh().waiting(), sum));
        if (!members.isEmpty() || mesh().size() > 0) {
            lastUsedMillis = nowMillis();
        } else if (isIdle()) {
            whenEmpty.accept(this);
        }
    }

    /** Nobody can come any more. To be called on the loop, of an empty swarm. */
    void end() {
        assert loop.isCurrent();
        weaving.end();
        ticker.cancel();
    }

    /** Whether nobody has been here for a while. */
    boolean isIdle() {
        return nowMillis() - lastUsedMillis > EMPTY_MILLIS;
    }

    private SwarmView viewNow(int maxMembers) {
        assert loop.isCurrent();
        Mesh mesh = mesh();
        List<SwarmView.Member> listed =
                mesh.viewers().limit(maxMembers).map(this::view).toList();
        return new SwarmView(stream, state, mesh.stripes(), mesh.size(), mesh.waiting(), mesh.forwardViews(), listed);
    }

    private SwarmView.Member view(ViewerView view) {
        long presentMillis = nowMillis() - view.joinedMillis();
        Member member = members.get(view.viewer());
        return member == null
                ? new SwarmView.Member(view, presentMillis, -1, null)
                : new SwarmView.Member(view, presentMillis, member.capacity, member.statistics);
    }
}
