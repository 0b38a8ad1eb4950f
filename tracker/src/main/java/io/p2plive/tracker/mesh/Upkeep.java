/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What time does to the mesh: absences end, parents that never deliver are given up, roots are filled, forwards get their
 * slots back. Each step is bounded, so that a tick stays short however large the swarm.
 *
 * <p>Confined to the mesh's caller.
 */
final class Upkeep {
    private static final int MAX_WAITING_TRIES = 256;
    private static final int MAX_CANDIDATES = 32;
    private static final int MAX_HAND_OVERS = 4;
    /** The same for those on whom others depend. */
    private static final int MAX_SUBTREE_HAND_OVERS = 1;

    private static final int MAX_HAND_OVER_TRIES = 16;
    private static final int SMALL_SUBTREE = 8;
    private static final long STOOD_MILLIS = 10_000;
    private static final long STOOD_MILLIS_PER_VIEWER = 20_000;
    /** Of so many viewers one more is handed over at a time. */
    private static final int VIEWERS_PER_HAND_OVER = 2_000;

    private static final int MAX_STANDING = 256;
    private static final int MAX_SUBTREE = 64;
    /** So many free slots a stripe keeps for newcomers before forwards are relieved. */
    private static final int SPARE_SLOTS = 2;

    private static final long PACE_MILLIS = 1_000;

    private final Graph graph;
    private final Weaver weaver;
    private final Losses losses;
    private final Returns returns;
    private final MeshTimes times;
    private final Deadlines<Viewer> absences = new Deadlines<>();
    private boolean isLive = true;
    private long liveSinceMillis;
    private long pacedMillis;

    Upkeep(Graph graph, Weaver weaver, Losses losses, Returns returns, MeshTimes times) {
        this.graph = graph;
        this.weaver = weaver;
        this.losses = losses;
        this.returns = returns;
        this.times = times;
    }

    /** Whether chunks flow at all: while none do, no parent can be blamed for delivering none. */
    void live(boolean isFlowing) {
        if (isFlowing && !isLive) {
            liveSinceMillis = graph.nowMillis();
        }
        isLive = isFlowing;
    }

    /** A viewer's connection broke: it keeps its place for a while, and is not offered to anybody. */
    void begin(Viewer viewer) {
        viewer.presence = Presence.AWAY;
        viewer.deadlineMillis = graph.nowMillis() + times.graceMillis();
        absences.add(viewer, viewer.deadlineMillis);
        weaver.stopWaiting(viewer);
        graph.refresh(viewer);
    }

    void tick() {
        long nowMillis = graph.nowMillis();
        endAbsences(nowMillis);
        for (Viewer lapsed = returns.nextLapsed(nowMillis); lapsed != null; lapsed = returns.nextLapsed(nowMillis)) {
            losses.viewerLeft(lapsed);
        }
        giveUpSilentParents(nowMillis);
        if (nowMillis - pacedMillis >= PACE_MILLIS) {
            pacedMillis = nowMillis;
            fillRoots();
            handOverToPeers();
        }
        weaver.retryWaiting(MAX_WAITING_TRIES);
    }

    private void endAbsences(long nowMillis) {
        for (var due = absences.poll(nowMillis); due != null; due = absences.poll(nowMillis)) {
            Viewer viewer = due.what();
            if (viewer.presence == Presence.AWAY
                    && viewer.deadlineMillis == due.atMillis()
                    && graph.viewer(viewer.id) == viewer) {
                losses.viewerLeft(viewer);
            }
        }
    }

    private void giveUpSilentParents(long nowMillis) {
        Deadlines<Place> connecting = graph.connecting();
        long sinceMillis = nowMillis - times.connectMillis();
        for (var due = connecting.poll(sinceMillis); due != null; due = connecting.poll(sinceMillis)) {
            Place place = due.what();
            if (place.parent == null || place.isConnected || place.sinceMillis != due.atMillis()) {
                continue;
            }
            if (isToBlame(place.parent, place.viewer, sinceMillis)) {
                losses.parentLost(place, Loss.UNREACHABLE);
            } else {
                place.sinceMillis = nowMillis;
                connecting.add(place, nowMillis);
            }
        }
    }

    private boolean isToBlame(Place parent, Viewer child, long sinceMillis) {
        return isLive && liveSinceMillis <= sinceMillis && parent.isFed() && child.isPresent();
    }

    /** A place among the roots goes to somebody near them who has long been there, of the stripe with the fewest. */
    private void fillRoots() {
        for (Forward forward : graph.forwards().all()) {
            if (forward.isAlive && !fillRoot(forward)) {
                replaceIdleRoot(forward);
                retireRoot(forward);
            }
        }
    }

    private boolean fillRoot(Forward forward) {
        Optional<Viewer> longest = candidates()
                .filter(viewer -> graph.forwards().isUsable(forward, viewer, graph.nowMillis()))
                .filter(viewer -> graph.forwards().lacksRoot(forward, viewer))
                .filter(viewer -> graph.forwards().hasRoomForRoot(viewer, forward))
                .min(Comparator.comparingInt((Viewer viewer) -> graph.forwards().rootsOf(viewer.interior))
                        .thenComparingLong(viewer -> viewer.joinedMillis));
        return longest.isPresent() && weaver.makeRoot(longest.get(), forward);
    }

    /** One more than there should be was made for a stripe that had none: so another stripe has two. */
    private void retireRoot(Forward forward) {
        if (forward.roots.size() > graph.settings().rootsPerForward()) {
            forward.roots.stream()
                    .filter(root -> graph.forwards().rootsOf(root.interior) > 1)
                    .min(Comparator.comparingInt(root -> root.interiorPlace().slots))
                    .ifPresent(graph::demote);
        }
    }

    /** A root that can feed nobody makes room for somebody who can. */
    private void replaceIdleRoot(Forward forward) {
        forward.viewers.stream()
                .filter(viewer -> viewer.isRoot && viewer.interiorPlace().slots == 0)
                .findFirst()
                .ifPresent(root -> candidates()
                        .filter(viewer -> viewer.interiorPlace().slots > 0)
                        .max(Comparator.comparing((Viewer viewer) -> viewer.interior == root.interior)
                                .thenComparingInt(viewer -> viewer.interiorPlace().slots))
                        .ifPresent(viewer -> weaver.takesOverRoot(viewer, root)));
    }

    private Stream<Viewer> candidates() {
        return StreamSupport.stream(graph.forwards().all().spliterator(), false)
                .flatMap(forward -> forward.viewers.stream().limit(MAX_CANDIDATES))
                .flatMap(viewer -> viewer.isRoot ? childrenOf(viewer) : Stream.of(viewer))
                .filter(viewer -> !viewer.isRoot && viewer.canBeRoot() && viewer.isPresent())
                .filter(viewer -> !viewer.isUnreachable());
    }

    private static Stream<Viewer> childrenOf(Viewer root) {
        return Stream.of(root.places).flatMap(place -> place.children.stream()).map(child -> child.viewer);
    }

    /**
     * Who stands at a forward for want of parents gives the slot back when there are parents to spare: at once where nobody
     * hangs below, else the later the more do, for they all may come to lie deeper and the lines are as good as full.
     */
    private void handOverToPeers() {
        int more = graph.viewers().size() / VIEWERS_PER_HAND_OVER;
        handOver(standing().filter(place -> place.children.isEmpty()), MAX_HAND_OVERS + more);
        boolean isUrgent = graph.forwards().carriesTooMuch(graph.pulled());
        handOver(
                standing()
                        .filter(place -> !place.children.isEmpty() && (isUrgent || hasStoodLong(place)))
                        .sorted(Comparator.comparingInt(this::size)),
                (isUrgent ? MAX_HAND_OVERS : MAX_SUBTREE_HAND_OVERS) + more);
    }

    private boolean hasStoodLong(Place place) {
        int size = size(place);
        long neededMillis = size <= SMALL_SUBTREE ? STOOD_MILLIS : size * STOOD_MILLIS_PER_VIEWER;
        return place.sinceMillis <= graph.nowMillis() - neededMillis;
    }

    private int size(Place place) {
        return graph.tree(place.stripe).size(place, MAX_SUBTREE);
    }

    private Stream<Place> standing() {
        return StreamSupport.stream(graph.forwards().all().spliterator(), false)
                .flatMap(forward -> forward.viewers.stream().limit(MAX_STANDING))
                .filter(viewer -> !viewer.isRoot && !viewer.needsForward() && viewer.isPresent())
                .flatMap(viewer -> Stream.of(viewer.places))
                .filter(place -> place.pull == Pull.STANDING)
                .filter(place -> graph.tree(place.stripe).freeSlots() > SPARE_SLOTS);
    }

    private void handOver(Stream<Place> places, int max) {
        int left = max;
        for (Place place : places.limit(MAX_HAND_OVER_TRIES).toList()) {
            if (left == 0) {
                return;
            }
            left -= weaver.handOver(place) ? 1 : 0;
        }
    }
}
