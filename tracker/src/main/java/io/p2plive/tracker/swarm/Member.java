/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.id.ViewerId;
import io.p2plive.protocol.SwarmMessage.Statistics;
import io.p2plive.tracker.mesh.Assignment;
import io.p2plive.tracker.mesh.Link;
import io.p2plive.tracker.mesh.Origin;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A viewer that is connected: its outlet, and whom it has been introduced to. Confined to the swarm's loop. */
final class Member {
    /** Messages to somebody who was a neighbour just now may still be on their way. */
    private static final long FORMER_MILLIS = 10_000;

    private static final int MAX_FORMER = 32;

    final ViewerId id;
    final Outlet outlet;
    final boolean shares;
    final Origin origin;
    /** The host by which it reached the tracker. */
    final String reachedAs;

    /** Null until it has said something. */
    Statistics statistics;
    /** How many children it says that it can feed; −1 until it has said so. */
    int capacity = -1;
    /** The round trip that the mesh was told of. */
    int rttMillis = -1;

    private Set<ViewerId> neighbours = Set.of();
    private Map<ViewerId, Long> former = Map.of();
    private boolean hasSource;
    private int revision;

    Member(ViewerId id, Outlet outlet, boolean shares, Origin origin, String reachedAs) {
        this.id = id;
        this.outlet = outlet;
        this.shares = shares;
        this.origin = origin;
        this.reachedAs = reachedAs;
    }

    int nextRevision() {
        return ++revision;
    }

    /** Takes the ends of all edges for introduced. */
    void introduce(Assignment assignment, long nowMillis) {
        Set<ViewerId> now = new HashSet<>(assignment.spares());
        for (Link parent : assignment.parents()) {
            now.add(parent.viewer());
        }
        for (Link child : assignment.children()) {
            now.add(child.viewer());
        }
        if (assignment.standby() != null) {
            now.add(assignment.standby());
        }
        for (ViewerId before : neighbours) {
            if (!now.contains(before)) {
                remember(before, nowMillis + FORMER_MILLIS);
            }
        }
        neighbours = now;
        hasSource = assignment.forward() != null || !assignment.parents().isEmpty();
    }

    /** Whether it has a source for at least a part of the stream. */
    boolean watches() {
        return hasSource;
    }

    private void remember(ViewerId neighbour, long untilMillis) {
        if (former.isEmpty()) {
            former = new LinkedHashMap<>();
        }
        former.remove(neighbour);
        former.put(neighbour, untilMillis);
        if (former.size() > MAX_FORMER) {
            former.remove(former.keySet().iterator().next());
        }
    }

    boolean knows(ViewerId other, long nowMillis) {
        return neighbours.contains(other) || former.getOrDefault(other, 0L) > nowMillis;
    }
}
