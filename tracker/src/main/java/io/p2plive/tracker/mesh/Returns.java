/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.id.ViewerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Lets viewers in, and rebuilds the graph from the edges that they report. An edge stands when both of its ends report
 * it; until the other end is back it is held, with a stand-in that is expected, for some seconds. Nobody gets a slot, a
 * child or a place by a report that the other end does not confirm.
 *
 * <p>Confined to the mesh's caller.
 */
final class Returns {
    /** So many may claim to be children of somebody who is not back yet; which of them are, that one will say. */
    static final int MAX_CLAIMS = 8;
    /** Beyond this, what is reported of strangers is not held. */
    private static final int MAX_EXPECTED = 100_000;

    private final Graph graph;
    private final Weaver weaver;
    private final MeshTimes times;
    private final Deadlines<Viewer> pending = new Deadlines<>();
    private int expected;

    Returns(Graph graph, Weaver weaver, MeshTimes times) {
        this.graph = graph;
        this.weaver = weaver;
        this.times = times;
    }

    /** A viewer that may have been here before comes with the edges that it still has. */
    Viewer enter(ViewerId id, Arrival arrival) {
        List<Link> parents = arrival.parents();
        List<Link> children = arrival.children();
        Viewer known = graph.viewer(id);
        Viewer viewer = known == null ? graph.add(id) : known;
        arrive(viewer, parents, children);
        viewer.shares = arrival.shares();
        viewer.origin = arrival.origin();
        List<Place> orphans = dropUnreported(viewer);
        orphans.addAll(openSlots(viewer, children));
        parents.forEach(link -> adoptParent(viewer, link));
        children.forEach(link -> adoptChild(viewer, link));
        graph.refresh(viewer);
        weaver.enter(viewer);
        orphans.forEach(orphan -> weaver.mend(orphan, ForwardSlots.Use.RESCUE));
        graph.touch(viewer);
        return viewer;
    }

    private void arrive(Viewer viewer, List<Link> parents, List<Link> children) {
        if (viewer.presence == Presence.EXPECTED) {
            expected--;
        }
        viewer.presence = Presence.PRESENT;
        viewer.claimedParents = Set.copyOf(parents);
        viewer.claimedChildren = Set.copyOf(children);
        viewer.wasToldToWait = false;
        // Who comes with edges must hear what became of them, even if that is nothing.
        viewer.told = parents.isEmpty() && children.isEmpty() ? Assignment.NONE : null;
        if (!parents.isEmpty() || !children.isEmpty()) {
            awaitOthers(viewer);
        }
    }

    private void awaitOthers(Viewer viewer) {
        viewer.deadlineMillis = graph.nowMillis() + times.returnMillis();
        pending.add(viewer, viewer.deadlineMillis);
    }

    private List<Place> dropUnreported(Viewer viewer) {
        List<Place> orphans = new ArrayList<>();
        for (Place place : viewer.places) {
            Place parent = place.parent;
            if (parent != null && !viewer.claimedParents.contains(new Link(place.stripe, parent.viewer.id))) {
                graph.unlink(place);
                graph.stopPulling(place);
            }
            for (Place child : List.copyOf(place.children)) {
                if (!viewer.claimedChildren.contains(new Link(place.stripe, child.viewer.id))) {
                    graph.unlink(child);
                    orphans.add(child);
                }
            }
        }
        return orphans;
    }

    /** The stripe that it passes on already, else the one in which it is needed most. */
    private List<Place> openSlots(Viewer viewer, List<Link> children) {
        int stripe = children.stream()
                .mapToInt(Link::stripe)
                .filter(reported -> reported < graph.stripes())
                .findFirst()
                .orElseGet(weaver.balance()::neediest);
        // Until all had time to confirm, as many as it reports.
        long reported =
                children.stream().filter(link -> link.stripe() == stripe).count();
        viewer.proved = (int) Math.min(reported, graph.settings().maxChildren());
        viewer.allowed = Math.max(graph.settings().startChildren(), viewer.proved);
        viewer.interior = stripe;
        graph.openSlots(viewer);
        List<Place> orphans = new ArrayList<>();
        for (Place place : viewer.places) {
            while (place.children.size() > place.slots) {
                Place last = place.children.get(place.children.size() - 1);
                graph.unlink(last);
                orphans.add(last);
            }
        }
        return orphans;
    }

    private void adoptParent(Viewer viewer, Link link) {
        if (link.stripe() >= graph.stripes() || link.viewer().equals(viewer.id)) {
            return;
        }
        Place place = viewer.places[link.stripe()];
        if (place.hasSource()) {
            confirm(place, link.viewer());
            return;
        }
        Viewer parent = graph.viewer(link.viewer());
        if (parent == null) {
            parent = expect(link);
        }
        if (parent != null && acceptsChild(parent, place)) {
            graph.link(parent.places[link.stripe()], place, true);
        }
    }

    /** Its parent works, it says. */
    private void confirm(Place place, ViewerId parent) {
        if (place.parent != null && place.parent.viewer.id.equals(parent)) {
            place.isConnected = true;
            graph.stopPulling(place);
        }
    }

    private static boolean acceptsChild(Viewer parent, Place child) {
        if (parent.presence == Presence.EXPECTED && parent.interior == Viewer.NO_STRIPE) {
            parent.openSlots(child.stripe, MAX_CLAIMS);
        }
        if (!parent.places[child.stripe].hasFreeSlot()) {
            return false;
        }
        return parent.presence == Presence.EXPECTED
                || parent.claimedChildren.contains(new Link(child.stripe, child.viewer.id));
    }

    private void adoptChild(Viewer viewer, Link link) {
        if (link.stripe() != viewer.interior || link.viewer().equals(viewer.id)) {
            return;
        }
        Place place = viewer.places[link.stripe()];
        if (!place.hasFreeSlot()) {
            return;
        }
        Viewer child = graph.viewer(link.viewer());
        if (child == null) {
            child = expect(new Link(Viewer.NO_STRIPE, link.viewer()));
        }
        if (child != null && acceptsParent(child, place)) {
            Place adopted = child.places[link.stripe()];
            graph.link(place, adopted, true);
            weaver.mend(adopted, ForwardSlots.Use.RESCUE);
        }
    }

    private static boolean acceptsParent(Viewer child, Place parent) {
        if (child.places[parent.stripe].hasSource()) {
            return false;
        }
        return child.presence == Presence.EXPECTED
                || child.claimedParents.contains(new Link(parent.stripe, parent.viewer.id));
    }

    /** A stand-in for somebody who is said to have been here, and to have passed on that stripe. */
    private Viewer expect(Link link) {
        if (expected >= MAX_EXPECTED) {
            return null;
        }
        expected++;
        Viewer viewer = graph.add(link.viewer());
        viewer.presence = Presence.EXPECTED;
        viewer.openSlots(link.stripe(), MAX_CLAIMS);
        awaitOthers(viewer);
        return viewer;
    }

    /** Whose time is over: it did not come back, or what it reported is not to be confirmed any more. */
    Viewer nextLapsed(long nowMillis) {
        for (var due = pending.poll(nowMillis); due != null; due = pending.poll(nowMillis)) {
            Viewer viewer = due.what();
            if (viewer.deadlineMillis != due.atMillis() || graph.viewer(viewer.id) != viewer) {
                continue;
            }
            viewer.claimedParents = Set.of();
            viewer.claimedChildren = Set.of();
            if (viewer.interiorPlace() != null) {
                Place place = viewer.interiorPlace();
                viewer.proved = Math.max(place.connectedChildren(), place.children.size() - 1);
                graph.openSlots(viewer);
            }
            if (viewer.presence == Presence.EXPECTED) {
                expected--;
                return viewer;
            }
        }
        return null;
    }
}
