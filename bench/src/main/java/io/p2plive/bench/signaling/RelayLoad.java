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

/**
 * Pairs of viewers that were introduced to each other pass a fixed number of messages to and fro: whoever hears one sends
 * one.
 *
 * <p>Confined to its caller.
 */
final class RelayLoad implements Flow {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final long SETTLE_MILLIS = 1_500;
    /** So many viewers for each pair, since not every parent is free for one. */
    private static final int VIEWERS_PER_PAIR = 4;

    private final Crowd crowd;
    private final Kind kind;
    private final boolean isOpen;
    private final Latencies latencies = new Latencies();
    private final Map<LoadViewer, List<String>> parents = new HashMap<>();
    private long delivered;
    private boolean isEnding;

    /** {@code isOpen} where everybody may send to everybody. */
    RelayLoad(Crowd crowd, Kind kind, boolean isOpen) {
        this.crowd = crowd;
        this.kind = kind;
        this.isOpen = isOpen;
        crowd.flow = this;
    }

    /** How many messages arrived. */
    record Outcome(long delivered, int pairs, ServerCost.Span span, Latencies latencies) {}

    /**
     * Gathers viewers, and lets {@code depth} messages travel between the two of each pair.
     *
     * @throws java.util.concurrent.TimeoutException also when one of them never arrived
     */
    Outcome run(int pairs, int depth, long warmMillis, long millis, ServerCost cost) throws Exception {
        crowd.gather(pairs * VIEWERS_PER_PAIR, PATIENCE_MILLIS);
        crowd.loop.run(SETTLE_MILLIS);
        List<LoadViewer> starters = pair(pairs);
        for (LoadViewer starter : starters) {
            for (int number = 0; number < depth; number++) {
                send(starter, starter.partner);
            }
        }
        crowd.loop.run(warmMillis);
        latencies.clear();
        delivered = 0;
        ServerCost.Reading before = cost.read();
        crowd.loop.run(millis);
        Outcome outcome = new Outcome(delivered, starters.size(), before.until(cost.read()), latencies);
        isEnding = true;
        crowd.loop.runUntil(() -> starters.stream().allMatch(this::isSilent), PATIENCE_MILLIS);
        return outcome;
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
        parents.put(viewer, now);
    }

    @Override
    public void onSignal(LoadViewer viewer, Kind heard, String from) throws IOException {
        if (!from.equals(viewer.partner)) {
            // An offer of somebody who came just now, at a server where that is how one comes.
            return;
        }
        delivered++;
        latencies.add(System.nanoTime() - crowd.byId.get(from).sentNanos.remove());
        if (!isEnding) {
            send(viewer, from);
        }
    }
}
