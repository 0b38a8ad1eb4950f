/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import io.p2plive.bench.harness.Latencies;
import io.p2plive.bench.harness.ServerCost;
import io.p2plive.bench.signaling.LoadViewer.Flow;
import io.p2plive.bench.signaling.LoadViewer.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Pairs of viewers that were introduced to each other pass a fixed number of messages to and fro: whoever hears one sends
 * one.
 *
 * <p>Confined to its caller.
 */
final class RelayLoad implements Flow {
    private static final long PATIENCE_MILLIS = 60_000;
    /** Who has heard of no other parents for so long keeps those that it has. */
    private static final long QUIET_MILLIS = 300;

    /** So many viewers for each pair, since not every parent is free for one. */
    private static final int VIEWERS_PER_PAIR = 4;

    private final Crowd crowd;
    private final Kind kind;
    private final boolean isOpen;
    private final Latencies latencies = new Latencies();
    private final Map<LoadViewer, List<String>> parents = new HashMap<>();
    private long lastNewsNanos;
    private long delivered;
    private boolean isEnding;

    /** {@code isOpen} where everybody may send to everybody. */
    RelayLoad(Crowd crowd, Kind kind, boolean isOpen) {
        this.crowd = crowd;
        this.kind = kind;
        this.isOpen = isOpen;
        crowd.flow = this;
    }

    /**
     * What came of it.
     *
     * @param delivered how many messages arrived
     * @param pairs that relayed to the end
     * @param compilingMicros what of the time went to the JVM's compiler
     */
    record Outcome(long delivered, long pairs, ServerCost.Span span, long compilingMicros, Latencies latencies) {}

    /**
     * Gathers viewers, and lets {@code depth} messages travel between the two of each pair.
     *
     * @throws java.util.concurrent.TimeoutException also when one of them never arrived
     */
    Outcome run(int pairs, int depth, long warmMillis, long millis, ServerCost cost) throws Exception {
        crowd.gather(pairs * VIEWERS_PER_PAIR, PATIENCE_MILLIS);
        lastNewsNanos = System.nanoTime();
        crowd.loop.runUntil(this::isQuiet, PATIENCE_MILLIS);
        List<LoadViewer> starters = pair(pairs);
        for (LoadViewer starter : starters) {
            for (int number = 0; number < depth; number++) {
                send(starter, starter.partner);
            }
        }
        crowd.loop.run(warmMillis);
        latencies.clear();
        delivered = 0;
        CompilerCost compiler = new CompilerCost(cost.serverPid());
        long compiledMicros = compiler.micros();
        ServerCost.Reading before = cost.read();
        crowd.loop.run(millis);
        Outcome outcome = new Outcome(
                delivered,
                starters.stream().filter(starter -> !starter.isDone).count(),
                before.until(cost.read()),
                compiler.micros() - compiledMicros,
                latencies);
        isEnding = true;
        crowd.loop.runUntil(() -> starters.stream().allMatch(this::isSilent), PATIENCE_MILLIS);
        return outcome;
    }

    private boolean isQuiet() {
        return System.nanoTime() - lastNewsNanos > TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS);
    }

    /** Whether all that either of the two sent has arrived. */
    private boolean isSilent(LoadViewer starter) {
        return starter.sentNanos.isEmpty()
                && crowd.byId.get(starter.partner).sentNanos.isEmpty();
    }

    /** Children with parents of theirs, each viewer in one pair at most. */
    private List<LoadViewer> pair(int pairs) {
        if (isOpen) {
            List<LoadViewer> all = List.copyOf(crowd.byId.values());
            for (int number = 0; number < pairs; number++) {
                parents.put(all.get(2 * number), List.of(all.get(2 * number + 1).id));
            }
        }
        Set<String> taken = new HashSet<>();
        List<LoadViewer> starters = new ArrayList<>();
        for (LoadViewer child : List.copyOf(crowd.byId.values())) {
            for (String parent : parents.getOrDefault(child, List.of())) {
                if (starters.size() < pairs
                        && !taken.contains(child.id)
                        && crowd.byId.containsKey(parent)
                        && taken.add(parent)) {
                    taken.add(child.id);
                    child.partner = parent;
                    crowd.byId.get(parent).partner = child.id;
                    starters.add(child);
                }
            }
        }
        return starters;
    }

    private void send(LoadViewer from, String to) throws IOException {
        from.sentNanos.add(System.nanoTime());
        from.signal(kind, to);
    }

    @Override
    public void onParents(LoadViewer viewer, List<String> now) {
        List<String> before = parents.put(viewer, now);
        if (!now.equals(before)) {
            lastNewsNanos = System.nanoTime();
        }
        boolean hadPartner = viewer.partner != null && before != null && before.contains(viewer.partner);
        if (hadPartner && !now.contains(viewer.partner)) {
            // The server lets former neighbours talk for some seconds more: enough for what is under way.
            viewer.isDone = true;
            crowd.byId.get(viewer.partner).isDone = true;
        }
    }

    @Override
    public void onSignal(LoadViewer viewer, Kind heard, String from) throws IOException {
        if (!from.equals(viewer.partner)) {
            // An offer of somebody who came just now, at a server where that is how one comes.
            return;
        }
        delivered++;
        latencies.add(System.nanoTime() - crowd.byId.get(from).sentNanos.remove());
        if (!isEnding && !viewer.isDone) {
            send(viewer, from);
        }
    }
}
