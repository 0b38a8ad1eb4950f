/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.tracker.mesh.ForwardPool.Purpose;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Gives places their sources: a root's place, a parent with a lease until it delivers, a forward for want of parents, or
 * a turn in the queue. Confined to the mesh's caller.
 */
final class Weaver {
    private final Graph graph;
    private final ParentSelector selector;
    private final StripeBalance balance;
    private final Insertion insertion;
    private final Set<Place> waiting = new LinkedHashSet<>();

    Weaver(Graph graph, ParentSelector selector) {
        this.graph = graph;
        this.selector = selector;
        this.balance = new StripeBalance(graph);
        this.insertion = new Insertion(graph);
    }

    StripeBalance balance() {
        return balance;
    }

    /** Gives a viewer that came, or came back, what it lacks. */
    void enter(Viewer viewer) {
        boolean isNew = !viewer.hasAnySource();
        if (isNew && becomeRoot(viewer)) {
            return;
        }
        for (Place place : viewer.places) {
            mend(place, isNew ? Purpose.FIRST_PICTURE : Purpose.RESCUE);
        }
    }

    /** Gives a place a source if it has none. Whoever is away is not sent anywhere: it gets one when it is back. */
    void mend(Place place, Purpose purpose) {
        boolean wasWaiting = waiting.remove(place);
        if (place.hasSource()) {
            return;
        }
        Viewer viewer = place.viewer;
        if (!viewer.isPresent()) {
            if (place.pull == Pull.LEASE) {
                graph.stand(place);
            }
            return;
        }
        if (viewer.needsForward() && stand(place)) {
            return;
        }
        if (giveParent(place)) {
            graph.lease(place, purpose);
            return;
        }
        if (!stand(place)) {
            waiting.add(place);
            if (!wasWaiting) {
                graph.touch(viewer);
            }
        }
    }

    private boolean giveParent(Place place) {
        Place parent = selector.select(place);
        if (insertion.insert(place, parent)) {
            return true;
        }
        if (parent == null && balance.turnsItself(place) && insertion.insert(place, null)) {
            return true;
        }
        if (parent == null) {
            parent = balance.turnSomebodyFor(place);
        }
        return parent != null && graph.link(parent, place, false);
    }

    /** Lets the place pull from a forward for good; who has nothing else becomes a root where one is lacking. */
    private boolean stand(Place place) {
        return (!place.viewer.hasAnySource() && becomeRoot(place.viewer)) || graph.stand(place);
    }

    /** Gives a place what somebody who stood at a forward left there. */
    void succeed(Place place) {
        if (!becomeRoot(place.viewer)) {
            graph.stand(place);
        }
    }

    private boolean becomeRoot(Viewer viewer) {
        if (!viewer.shares || viewer.needsForward()) {
            return false;
        }
        Forward forward = graph.forwards().withRootVacancy(viewer, graph.nowMillis());
        if (forward == null) {
            return false;
        }
        makeRoot(viewer, forward);
        return true;
    }

    /** Makes a viewer a root of that forward, whatever its sources were. */
    void makeRoot(Viewer viewer, Forward forward) {
        for (Place place : viewer.places) {
            waiting.remove(place);
            if (place.parent != null) {
                graph.unlink(place);
            }
        }
        graph.stopPulling(viewer);
        graph.root(viewer, forward);
    }

    /** Gives a place that stands at a forward a parent instead, if there is one; until that delivers it may pull on. */
    boolean handOver(Place place) {
        graph.tree(place.stripe).unroot(place);
        Place parent = selector.select(place);
        if (parent != null && graph.link(parent, place, false)) {
            return true;
        }
        graph.tree(place.stripe).root(place);
        return false;
    }

    /** The same for an unrooted place whose forward is of no use any more. */
    boolean isTakenInByPeers(Place place) {
        Place parent = place.viewer.isPresent() ? selector.select(place) : null;
        if (parent == null || !graph.link(parent, place, false)) {
            return false;
        }
        graph.stopPulling(place);
        return true;
    }

    boolean isWaiting(Viewer viewer) {
        for (Place place : viewer.places) {
            if (waiting.contains(place)) {
                return true;
            }
        }
        return false;
    }

    int waiting() {
        return waiting.size();
    }

    void stopWaiting(Viewer viewer) {
        for (Place place : viewer.places) {
            waiting.remove(place);
        }
    }

    /** Tries those who wait, longest first, until that many in a row were tried in vain. */
    void retryWaiting(int maxInVain) {
        int inVain = 0;
        while (inVain < Math.min(maxInVain, waiting.size())) {
            Place place = waiting.iterator().next();
            mend(place, Purpose.RESCUE);
            inVain = place.hasSource() ? 0 : inVain + 1;
        }
    }
}
