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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** What it shall have; what it was told last may be older. */
    private Assignment assignment = Assignment.NONE;
    /** Null before it was told anything. */
    private Assignment told;

    private Map<ViewerId, Long> former = Map.of();
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

    Assignment assignment() {
        return assignment;
    }

    /** Gives it what it shall have, and takes the ends of all edges for introduced. */
    void assign(Assignment now, long nowMillis) {
        Assignment before = assignment;
        assignment = now;
        before.parents().forEach(parent -> rememberUnlessNamed(parent.viewer(), nowMillis));
        before.children().forEach(child -> rememberUnlessNamed(child.viewer(), nowMillis));
        before.spares().forEach(spare -> rememberUnlessNamed(spare, nowMillis));
        if (before.standby() != null) {
            rememberUnlessNamed(before.standby(), nowMillis);
        }
    }

    /** Whether it does not know yet what it shall have. It is told now. */
    boolean learns() {
        boolean isNews = !assignment.equals(told);
        told = assignment;
        return isNews;
    }

    /**
     * Whether what it shall have from now on need not be told at once: it is sent to no other source, and whoever is to
     * be fed by it is a stranger still, and can ask for nothing before a link to it is made.
     */
    boolean canWaitFor(Assignment next, long nowMillis) {
        if (told == null || !next.parents().equals(assignment.parents()) || !pullsNothingNew(next)) {
            return false;
        }
        for (Link child : next.children()) {
            if (knows(child.viewer(), nowMillis) && !assignment.children().contains(child)) {
                return false;
            }
        }
        return true;
    }

    private boolean pullsNothingNew(Assignment next) {
        return next.forward() == null
                || (next.forward().equals(assignment.forward())
                        && assignment.forwardStripes().containsAll(next.forwardStripes()));
    }

    /** Whatever it was told means nothing any more. */
    void startAnew() {
        told = null;
        rttMillis = -1;
    }

    /** Whether it has a source for at least a part of the stream. */
    boolean watches() {
        return assignment.forward() != null || !assignment.parents().isEmpty();
    }

    private void rememberUnlessNamed(ViewerId neighbour, long nowMillis) {
        if (names(neighbour)) {
            return;
        }
        if (former.isEmpty()) {
            former = new LinkedHashMap<>();
        }
        former.remove(neighbour);
        former.put(neighbour, nowMillis + FORMER_MILLIS);
        if (former.size() > MAX_FORMER) {
            former.remove(former.keySet().iterator().next());
        }
    }

    boolean knows(ViewerId other, long nowMillis) {
        return names(other) || former.getOrDefault(other, 0L) > nowMillis;
    }

    /** Whether an edge leads to that viewer. There are a dozen at most, and no set of them is kept for each member. */
    private boolean names(ViewerId other) {
        return other.equals(assignment.standby())
                || assignment.spares().contains(other)
                || isEndOf(assignment.parents(), other)
                || isEndOf(assignment.children(), other);
    }

    private static boolean isEndOf(List<Link> links, ViewerId other) {
        for (Link link : links) {
            if (link.viewer().equals(other)) {
                return true;
            }
        }
        return false;
    }
}
