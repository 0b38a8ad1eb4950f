/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.id.ViewerId;
import io.p2plive.tracker.mesh.ForwardSlots.Use;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The viewers, their edges and their pulls, and who must be told of a change. All that changes an edge or a pull goes
 * through here, so that trees, budget and news agree.
 *
 * <p>Confined to the mesh's caller.
 */
final class Graph {
    private final MeshSettings settings;
    private final LongSupplier clockMillis;
    private final ForwardPool forwards;
    private final Tree[] trees;
    private final Map<ViewerId, Viewer> viewers = new LinkedHashMap<>();
    private final Set<Viewer> changed = new LinkedHashSet<>();
    private final Deadlines<Place> connecting = new Deadlines<>();

    Graph(MeshSettings settings, ForwardSlots slots, LongSupplier clockMillis) {
        this.settings = settings;
        this.clockMillis = clockMillis;
        this.forwards = new ForwardPool(settings, slots);
        this.trees = new Tree[settings.stripes()];
        for (int stripe = 0; stripe < trees.length; stripe++) {
            trees[stripe] = new Tree(settings.maxDepth(), settings.startChildren());
        }
    }

    MeshSettings settings() {
        return settings;
    }

    long nowMillis() {
        return clockMillis.getAsLong();
    }

    ForwardPool forwards() {
        return forwards;
    }

    Tree tree(int stripe) {
        return trees[stripe];
    }

    int stripes() {
        return trees.length;
    }

    /** How many stripes all viewers together pull. */
    int pulled() {
        return viewers.size() * trees.length;
    }

    Collection<Viewer> viewers() {
        return viewers.values();
    }

    /** Or null. */
    Viewer viewer(ViewerId id) {
        return viewers.get(id);
    }

    Viewer add(ViewerId id) {
        Viewer viewer = new Viewer(id, trees.length, nowMillis());
        viewers.put(id, viewer);
        return viewer;
    }

    /** Forgets a viewer that has no edges and no pulls left. */
    void remove(Viewer viewer) {
        viewers.remove(viewer.id);
        changed.remove(viewer);
    }

    /** The edges that were made and have not been seen to deliver, by the time at which they were made. */
    Deadlines<Place> connecting() {
        return connecting;
    }

    /** Notes that the viewer must hear what it has now. */
    void touch(Viewer viewer) {
        changed.add(viewer);
    }

    /** Who must hear; the caller empties it. */
    Set<Viewer> changed() {
        return changed;
    }

    /** Brings the offered slots up to date after the viewer itself changed. */
    void refresh(Viewer viewer) {
        for (Place place : viewer.places) {
            trees[place.stripe].refresh(place);
        }
    }

    /**
     * Makes an edge to a place that has none, unless it would close a cycle or lie too deep. What the child pulls
     * becomes a lease.
     */
    boolean link(Place parent, Place child, boolean isConnected) {
        Tree tree = trees[child.stripe];
        if (!tree.fits(parent, child)) {
            return false;
        }
        tree.link(parent, child);
        child.isConnected = isConnected;
        child.sinceMillis = nowMillis();
        if (child.pull == Pull.STANDING) {
            child.pull = Pull.LEASE;
        }
        if (!isConnected) {
            connecting.add(child, child.sinceMillis);
        }
        touch(parent.viewer);
        touch(child.viewer);
        return true;
    }

    /** Ends an edge. A lease stays; whoever calls this gives the place a source again. */
    void unlink(Place child) {
        touch(child.parent.viewer);
        touch(child.viewer);
        child.isConnected = false;
        child.heldBy = null;
        trees[child.stripe].unlink(child);
    }

    /** Puts an unrooted place where a rooted one is, which is left without a parent, but keeps its children. */
    void replace(Place former, Place place) {
        Place parent = former.parent;
        trees[place.stripe].replace(former, place);
        begin(place);
        former.isConnected = false;
        touch(parent.viewer);
        touch(former.viewer);
    }

    /** Moves a child to somebody of the same depth as its parent, which it keeps until that one is fed. */
    void handOn(Place child, Place parent) {
        Viewer former = child.parent.viewer;
        trees[child.stripe].handOn(child, parent);
        begin(child);
        child.heldBy = former;
        touch(former);
        touch(parent.viewer);
    }

    private void begin(Place child) {
        child.isConnected = false;
        child.heldBy = null;
        child.sinceMillis = nowMillis();
        connecting.add(child, child.sinceMillis);
        touch(child.viewer);
    }

    /** A place is fed: its children need not be held any more. */
    void letGo(Place parent) {
        for (Place child : parent.children) {
            letGoOf(child);
        }
    }

    /** A place goes over to its new parent. */
    void letGoOf(Place child) {
        if (child.heldBy != null) {
            child.heldBy = null;
            touch(child.viewer);
        }
    }

    /** Lets a place pull besides its parent, if there is budget. */
    boolean lease(Place place, Use use) {
        return pull(place, Pull.LEASE, use);
    }

    /** Lets a place pull as its only source, if there is budget. */
    boolean stand(Place place) {
        if (!pull(place, Pull.STANDING, Use.RESCUE)) {
            return false;
        }
        trees[place.stripe].root(place);
        place.sinceMillis = nowMillis();
        return true;
    }

    /** Gives a place the slot that a leaf stands on, if it can use that forward. The leaf is left without a source. */
    boolean standInsteadOf(Place leaf, Place place) {
        if (!forwards.handOver(leaf, place, nowMillis())) {
            return false;
        }
        trees[leaf.stripe].unroot(leaf);
        leaf.pull = Pull.NONE;
        place.pull = Pull.STANDING;
        trees[place.stripe].root(place);
        touch(leaf.viewer);
        touch(place.viewer);
        return true;
    }

    private boolean pull(Place place, Pull pull, Use use) {
        if (place.pull == Pull.NONE && !forwards.take(place, use, nowMillis())) {
            return false;
        }
        place.pull = pull;
        touch(place.viewer);
        return true;
    }

    /** Makes a viewer without parents and pulls a root of that forward; false when no slots are left there. */
    boolean root(Viewer viewer, Forward forward) {
        if (!forwards.takeRoot(viewer, forward)) {
            return false;
        }
        for (Place place : viewer.places) {
            place.pull = Pull.STANDING;
            trees[place.stripe].root(place);
        }
        touch(viewer);
        return true;
    }

    /** Makes a root somebody who only stands at the forward for the moment. */
    void demote(Viewer root) {
        forwards.demote(root);
        refresh(root);
    }

    /** Ends what a place pulls; with the last one the slot is given back. */
    void stopPulling(Place place) {
        if (place.pull == Pull.NONE) {
            return;
        }
        if (place.pull == Pull.STANDING) {
            trees[place.stripe].unroot(place);
        }
        place.pull = Pull.NONE;
        forwards.release(place);
        refresh(place.viewer);
        touch(place.viewer);
    }

    /** Ends all that a viewer pulls. */
    void stopPulling(Viewer viewer) {
        for (Place place : viewer.places) {
            stopPulling(place);
        }
    }

    /** Lets a viewer pull from another forward what it pulls from its own; false when none has the slots. */
    boolean moveToOtherForward(Viewer viewer) {
        if (!forwards.move(viewer, nowMillis())) {
            return false;
        }
        refresh(viewer);
        touch(viewer);
        return true;
    }

    /** Opens as many slots as the viewer says that it has, as far as it has proved them. */
    void openSlots(Viewer viewer) {
        if (viewer.interior == Viewer.NO_STRIPE || viewer.presence == Presence.EXPECTED) {
            return;
        }
        int credible = Math.max(settings.startChildren(), 2 * viewer.proved);
        int slots = viewer.shares ? Math.min(viewer.allowed, Math.min(credible, settings.maxChildren())) : 0;
        viewer.openSlots(viewer.interior, slots);
        refresh(viewer);
    }
}
