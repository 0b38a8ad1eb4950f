/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.id.StreamName;
import io.p2plive.id.ViewerId;
import io.p2plive.loop.Loop;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.NodeMessage.StreamSummary;
import io.p2plive.protocol.SwarmMessage.Capacity;
import io.p2plive.protocol.SwarmMessage.Connected;
import io.p2plive.protocol.SwarmMessage.Join;
import io.p2plive.protocol.SwarmMessage.Lost;
import io.p2plive.protocol.SwarmMessage.Statistics;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The viewers of one stream, as connections and other daemons speak to them. Its verbs may be called from any thread; all
 * that follows from them happens on its loop. It ends when nobody has been here for a while.
 *
 * <p>Confined to {@code loop}.
 */
public final class Swarm {
    private static final Logger log = LoggerFactory.getLogger(Swarm.class);
    private static final long TICK_MILLIS = 250;
    private static final long EMPTY_MILLIS = 60_000;
    /** Less than it takes to make a link; what happens to the same viewers meanwhile is told in one message. */
    private static final long SOON_MILLIS = 100;

    private final StreamName stream;
    private final Loop loop;
    private final Consumer<Swarm> whenEmpty;
    private final Loop.Timer ticker;
    private final Members members;
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
        this.members = new Members(stream, commons, new Turns(this::nowMillis, this::onLoop, this::onLoopSoon));
        this.lastUsedMillis = nowMillis();
        this.ticker = loop.repeat(TICK_MILLIS, this::onTick);
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
        onLoop(() -> members.onJoin(outlet, visit, join));
    }

    /** A viewer has something for another. */
    public void signal(ViewerId id, Outlet outlet, PassedOn message) {
        onLoop(id, outlet, member -> members.onSignal(member, message));
    }

    /** A parent delivers. */
    public void connected(ViewerId id, Outlet outlet, Connected connected) {
        onLoop(id, outlet, member -> members.onConnected(member, connected));
    }

    /** How many children a viewer can feed. */
    public void capacity(ViewerId id, Outlet outlet, Capacity capacity) {
        onLoop(id, outlet, member -> members.onCapacity(member, capacity.slots()));
    }

    /** A source is gone. */
    public void lost(ViewerId id, Outlet outlet, Lost lost) {
        onLoop(id, outlet, member -> members.onLost(member, lost));
    }

    /** How a viewer says it goes. */
    public void statistics(ViewerId id, Outlet outlet, Statistics statistics) {
        onLoop(id, outlet, member -> members.onStatistics(member, statistics));
    }

    /** A viewer goes for good. */
    public void leave(ViewerId id, Outlet outlet) {
        onLoop(id, outlet, members::onLeave);
    }

    /** A viewer's connection broke. */
    public void disconnected(ViewerId id, Outlet outlet) {
        onLoop(id, outlet, members::onDisconnected);
    }

    /** What is known of the forwards now. */
    public void forwards(List<ForwardEntry> entries) {
        onLoop(() -> members.onForwards(entries));
    }

    /** What a coordinate says of the stream. */
    public void stream(StreamSummary summary) {
        onLoop(() -> members.onStream(summary));
    }

    /** Tells everybody that the tracker goes, and closes their connections. */
    public CompletableFuture<Void> move() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        onLoop(() -> {
            members.move();
            end();
            done.complete(null);
        });
        return done;
    }

    /** The swarm as it is now, with at most {@code maxMembers} viewers listed. */
    public CompletableFuture<SwarmView> view(int maxMembers) {
        CompletableFuture<SwarmView> view = new CompletableFuture<>();
        onLoop(() -> view.complete(members.view(maxMembers)));
        return view;
    }

    /** Runs what a connection says, unless another has taken its place meanwhile. */
    private void onLoop(ViewerId id, Outlet outlet, Consumer<Member> task) {
        onLoop(() -> {
            Member member = members.get(id);
            if (member != null && member.outlet == outlet) {
                task.accept(member);
            }
        });
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // The loops end in no order, and connections end with theirs: nobody is left to mend anything for.
            log.debug("not heard any more stream={}", stream);
        }
    }

    private void onLoopSoon(Runnable task) {
        loop.schedule(SOON_MILLIS, task);
    }

    private void onTick() {
        members.onTick();
        if (!members.isEmpty()) {
            lastUsedMillis = nowMillis();
        } else if (isIdle()) {
            whenEmpty.accept(this);
        }
    }

    /** Nobody can come any more. To be called on the loop, of an empty swarm. */
    void end() {
        assert loop.isCurrent();
        members.end();
        ticker.cancel();
    }

    /** Whether nobody has been here for a while. */
    boolean isIdle() {
        return nowMillis() - lastUsedMillis > EMPTY_MILLIS;
    }
}
