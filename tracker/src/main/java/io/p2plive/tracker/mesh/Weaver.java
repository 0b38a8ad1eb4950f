/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.tracker.mesh.ForwardSlots.Use;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Gives places their sources: a root's place, a parent with a lease until it delivers, a forward for want of parents, or
 * a turn in the queue. Confined to the mesh's caller.
 */
final class Weaver {
    private static final int MAX_ROUNDS = 16;
    /** So much deeper than most may a subtree reach that is tied to a parent instead of a forward. */
    private static final int SLACK_LEVELS = 2;

    private final Graph graph;
    private final ParentSelector selector;
    private final StripeBalance balance;
    private final Insertion insertion;
    private final Standbys standbys;
    /** Those who could feed others as soon as they are fed. */
    private final Set<Place> waitingToFeed = new LinkedHashSet<>();

    private final Set<Place> waiting = new LinkedHashSet<>();

    Weaver(Graph graph, ParentSelector selector, Standbys standbys) {
        this.graph = graph;
        this.selector = selector;
        this.standbys = standbys;
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
            mend(place, isNew ? Use.FIRST_PICTURE : Use.RESCUE);
        }
    }

    /** Gives a place a source if it has none. Whoever is away is not sent anywhere: it gets one when it is back. */
    void mend(Place place, Use use) {
        boolean wasWaiting = stopWaiting(place);
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
        if (promoteStandby(place) || giveSource(place)) {
            if (place.parent != null) {
                graph.lease(place, use);
            }
            return;
        }
        if (!stand(place)) {
            (place.hasFreeSlot() ? waitingToFeed : waiting).add(place);
            if (!wasWaiting) {
                graph.touch(viewer);
            }
        }
    }

    /**
     * Gives an orphan a source. One on whom others depend is fed by a forward where there are slots to spare: so they all go
     * on at once, and no line gets more to carry at the worst moment. Upkeep gives those slots back, one by one.
     */
    void rescue(Place orphan) {
        boolean isDependedOn = !orphan.children.isEmpty() && orphan.viewer.isPresent() && !orphan.hasSource();
        boolean isSpared = isDependedOn && graph.forwards().canSpare(orphan.viewer, graph.pulled(), graph.nowMillis());
        if (!isSpared || !graph.stand(orphan)) {
            mend(orphan, Use.RESCUE);
        }
    }

    /** The link to the standby is open: as the parent it delivers at once. */
    private boolean promoteStandby(Place place) {
        Viewer standby = place.viewer.standby;
        if (standby == null || !standby.isPresent() || standby.isUnreachable()) {
            return false;
        }
        Place parent = standby.places[place.stripe];
        if (!parent.isRooted() || !parent.hasFreeSlot() || !graph.link(parent, place, false)) {
            return false;
        }
        standbys.drop(place.viewer);
        standbys.want(place.viewer);
        return true;
    }

    private boolean giveSource(Place place) {
        Place parent = selector.select(place);
        if (insertion.insert(place, parent)) {
            return true;
        }
        if (parent != null) {
            return graph.link(parent, place, false);
        }
        int stripe = place.viewer.interior;
        if (balance.turnsItself(place)) {
            if (insertion.insert(place, null)) {
                return true;
            }
            balance.turn(place.viewer, stripe);
        }
        Place idle = balance.idleFor(place);
        if (idle == null) {
            return false;
        }
        balance.turn(idle.viewer, place.stripe);
        if (graph.link(idle.viewer.places[place.stripe], place, false)) {
            return true;
        }
        balance.turn(idle.viewer, idle.stripe);
        return false;
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
        if (!viewer.canBeRoot()) {
            return false;
        }
        Forward forward = graph.forwards().lackingRoot(viewer, graph.nowMillis());
        return forward != null && makeRoot(viewer, forward);
    }

    /** Makes a viewer a root of that forward, whatever its sources were; false when no slots are left there. */
    boolean makeRoot(Viewer viewer, Forward forward) {
        if (!graph.forwards().hasRoomForRoot(viewer, forward)) {
            return false;
        }
        for (Place place : viewer.places) {
            stopWaiting(place);
            if (place.parent != null) {
                graph.unlink(place);
            }
        }
        graph.stopPulling(viewer);
        if (graph.root(viewer, forward)) {
            return true;
        }
        // Another swarm took the last slots at this moment.
        for (Place place : viewer.places) {
            mend(place, Use.RESCUE);
        }
        return false;
    }

    /**
     * Gives a place that stands at a forward a parent instead, if there is one that does not make the tree much deeper; until
     * that delivers it may pull on.
     */
    boolean handOver(Place place) {
        Tree tree = graph.tree(place.stripe);
        int depth = Math.max(1, tree.usualDepth() + SLACK_LEVELS - tree.height(place));
        Place parent = selector.select(place, depth);
        // It is rooted still, so that somebody below it may have been offered.
        if (parent == null || !tree.fits(parent, place)) {
            return false;
        }
        tree.unroot(place);
        if (!graph.link(parent, place, false)) {
            throw new IllegalStateException("a parent was looked at, and does not fit");
        }
        return true;
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

    /**
     * Makes a viewer a root instead of another. What the former one pulls it pulls on, until there are parents for it; where
     * there are no slots for that, one that feeds nobody gives its own.
     */
    boolean takesOverRoot(Viewer viewer, Viewer root) {
        Forward forward = root.forward;
        if (!root.isRoot
                || !viewer.canBeRoot()
                || !forward.isAlive
                || !graph.forwards().isUsable(forward, viewer, graph.nowMillis())) {
            return false;
        }
        if (makeRoot(viewer, forward)) {
            graph.demote(root);
            return true;
        }
        return !root.hasChildren() && takesSlotsOfRoot(viewer, root);
    }

    private boolean takesSlotsOfRoot(Viewer viewer, Viewer root) {
        Forward forward = root.forward;
        graph.stopPulling(root);
        boolean isTaken = makeRoot(viewer, forward);
        // Who can feed others goes first where a slot is left: the former root cannot.
        retryWaiting(Mesh.MAX_WAITING_TRIES);
        for (Place place : root.places) {
            mend(place, Use.RESCUE);
        }
        return isTaken;
    }

    /**
     * Moves a place that has a parent, with all that hangs below it, to another parent that lies above some depth, or
     * between two that do.
     *
     * @param depth no greater than that of its parent
     * @return false when nothing was done
     */
    boolean moveUp(Place place, int depth) {
        Place parent = selector.select(place, depth);
        if (parent == null) {
            return insertion.move(place);
        }
        graph.unlink(place);
        if (!graph.link(parent, place, false)) {
            throw new IllegalStateException("a parent was chosen that does not fit");
        }
        return true;
    }

    boolean isWaiting(Viewer viewer) {
        for (Place place : viewer.places) {
            if (waiting.contains(place) || waitingToFeed.contains(place)) {
                return true;
            }
        }
        return false;
    }

    int waiting() {
        return waiting.size() + waitingToFeed.size();
    }

    void stopWaiting(Viewer viewer) {
        for (Place place : viewer.places) {
            stopWaiting(place);
        }
    }

    private boolean stopWaiting(Place place) {
        boolean wasWaiting = waiting.remove(place);
        wasWaiting |= waitingToFeed.remove(place);
        return wasWaiting;
    }

    /**
     * Tries those who wait, whoever can feed others first, until that many in a row were tried in vain; again when that
     * changed anything, for it may have opened a way for others.
     */
    void retryWaiting(int maxInVain) {
        boolean isHelping = true;
        for (int round = 0; isHelping && waiting() > 0 && round < MAX_ROUNDS; round++) {
            isHelping = retry(waitingToFeed, maxInVain);
            isHelping |= retry(waiting, maxInVain);
        }
    }

    /** Whether anybody was helped. */
    private boolean retry(Set<Place> places, int maxInVain) {
        boolean isHelping = false;
        int inVain = 0;
        while (inVain < Math.min(maxInVain, places.size())) {
            Place place = places.iterator().next();
            mend(place, Use.RESCUE);
            isHelping |= place.hasSource();
            if (place.hasSource()) {
                inVain = 0;
            } else if (places.contains(place)) {
                inVain++;
            }
        }
        return isHelping;
    }
}
