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
import io.p2plive.protocol.SwarmMessage.Signal;
import io.p2plive.protocol.SwarmMessage.Statistics;
import io.p2plive.protocol.SwarmMessage.ToViewer;
import io.p2plive.protocol.SwarmMessage.Welcome;
import io.p2plive.tracker.mesh.Arrival;
import io.p2plive.tracker.mesh.ForwardSlots;
import io.p2plive.tracker.mesh.Mesh;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

    private final StreamName stream;
    private final Loop loop;
    private final SwarmSettings settings;
    private final ForwardSlots slots;
    private final Consumer<Swarm> whenEmpty;
    private final Loop.Timer ticker;
    private final Map<ViewerId, Member> members = new LinkedHashMap<>();
    private final Assignments assignments;
    private Mesh mesh;
    private List<ForwardEntry> forwards = List.of();
    private StreamState state = StreamState.WAITING;
    /** Written by whoever brings a viewer, so that a swarm on its way out sees that one is on its way in. */
    private volatile long lastUsedMillis;

    /**
     * A swarm without viewers.
     *
     * @param slots the forwards' slots, which all swarms share
     * @param whenEmpty called on the loop when nobody has been here for a while
     */
    Swarm(StreamName stream, Loop loop, SwarmSettings settings, ForwardSlots slots, Consumer<Swarm> whenEmpty) {
        this.stream = stream;
        this.loop = loop;
        this.settings = settings;
        this.slots = slots;
        this.whenEmpty = whenEmpty;
        this.assignments = new Assignments(stream, members, this::nowMillis);
        this.mesh = newMesh(settings.mesh().stripes());
        this.lastUsedMillis = nowMillis();
        this.ticker = loop.repeat(TICK_MILLIS, this::onTick);
    }

    private Mesh newMesh(int stripes) {
        return new Mesh(
                settings.mesh().withStripes(stripes),
                settings.times(),
                slots,
                this::nowMillis,
                new Random(),
                assignments);
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
    public void signal(ViewerId id, Outlet outlet, Signal signal, String type) {
        enqueue(() -> onSignal(id, outlet, signal, type));
    }

    /** A parent delivers. */
    public void connected(ViewerId id, Outlet outlet, Connected connected) {
        onLoop(id, outlet, () -> mesh.connected(id, connected.stripe(), connected.viewer()));
    }

    /** How many children a viewer can feed. */
    public void capacity(ViewerId id, Outlet outlet, Capacity capacity) {
        onLoop(id, outlet, () -> mesh.capacity(id, capacity.slots()));
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
        log.info(
                "viewer joined stream={} viewer={} share={} edges={} viewers={}",
                stream,
                id,
                join.share(),
                join.parents().size() + join.children().size(),
                members.size());
        outlet.send(new Welcome(Limits.PROTOCOL_VERSION, id, mesh.stripes()));
        mesh.join(
                id,
                new Arrival(
                        join.share(),
                        visit.origin(),
                        MeshTerms.links(join.parents()),
                        MeshTerms.links(join.children())));
    }

    private void onSignal(ViewerId id, Outlet outlet, Signal signal, String type) {
        assert loop.isCurrent();
        Member sender = members.get(id);
        if (sender == null || sender.outlet != outlet) {
            return;
        }
        Member receiver = members.get(signal.to());
        if (!sender.knows(signal.to(), nowMillis())) {
            outlet.send(new Refused(RefusalReason.NOT_INTRODUCED, "you were not told of that viewer", type));
        } else if (receiver == null) {
            outlet.send(new Refused(RefusalReason.UNKNOWN_VIEWER, "that viewer is not here now", type));
        } else {
            receiver.outlet.send(signal.from(id));
        }
    }

    private void onLost(ViewerId id, Lost lost) {
        Object source = lost.viewer() == null ? "forward" : lost.viewer();
        log.info(
                "source lost stream={} viewer={} source={} reason={}",
                stream,
                id,
                source,
                lost.reason().word());
        if (lost.viewer() == null) {
            mesh.lostForward(id, lost.stripe(), lost.forward());
        } else {
            mesh.lost(id, lost.stripe(), lost.viewer(), MeshTerms.loss(lost.reason()));
        }
    }

    private void onStatistics(ViewerId id, Statistics statistics) {
        members.get(id).statistics = statistics;
        if (statistics.rttMillis() >= 0) {
            mesh.measured(id, statistics.rttMillis());
        }
    }

    private void onLeave(ViewerId id) {
        members.remove(id);
        log.info("viewer left stream={} viewer={} viewers={}", stream, id, members.size());
        mesh.leave(id);
    }

    private void onDisconnected(ViewerId id) {
        members.remove(id);
        log.info("viewer disconnected stream={} viewer={} viewers={}", stream, id, members.size());
        mesh.disconnected(id);
    }

    private void onForwards(List<ForwardEntry> entries) {
        assert loop.isCurrent();
        forwards = List.copyOf(entries);
        assignments.forwards(forwards);
        mesh.forwards(MeshTerms.states(forwards));
    }

    private void onStream(StreamSummary summary) {
        assert loop.isCurrent();
        state = summary.state();
        if (summary.stripes() > 0 && summary.stripes() <= Limits.MAX_STRIPES && summary.stripes() != mesh.stripes()) {
            reweave(summary.stripes());
        }
        mesh.live(state == StreamState.LIVE);
    }

    /** No edge means anything for another number of stripes: everybody begins anew. */
    private void reweave(int stripes) {
        log.info("swarm rewoven stream={} stripes={} viewers={}", stream, stripes, members.size());
        mesh.end();
        mesh = newMesh(stripes);
        onForwards(forwards);
        for (Member member : List.copyOf(members.values())) {
            member.outlet.send(new Welcome(Limits.PROTOCOL_VERSION, member.id, stripes));
            mesh.join(member.id, Arrival.newcomer(member.shares, member.origin));
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
        mesh.end();
        ticker.cancel();
        done.complete(null);
    }

    private void onTick() {
        mesh.tick();
        if (!members.isEmpty() || mesh.size() > 0) {
            lastUsedMillis = nowMillis();
        } else if (isIdle()) {
            whenEmpty.accept(this);
        }
    }

    /** Nobody can come any more. To be called on the loop, of an empty swarm. */
    void end() {
        assert loop.isCurrent();
        mesh.end();
        ticker.cancel();
    }

    /** Whether nobody has been here for a while. */
    boolean isIdle() {
        return nowMillis() - lastUsedMillis > EMPTY_MILLIS;
    }

    private SwarmView viewNow(int maxMembers) {
        assert loop.isCurrent();
        List<SwarmView.Member> listed = mesh.viewers()
                .limit(maxMembers)
                .map(view -> new SwarmView.Member(
                        view,
                        nowMillis() - view.joinedMillis(),
                        members.containsKey(view.viewer()) ? members.get(view.viewer()).statistics : null))
                .toList();
        return new SwarmView(stream, state, mesh.stripes(), mesh.size(), mesh.waiting(), mesh.forwardViews(), listed);
    }
}
