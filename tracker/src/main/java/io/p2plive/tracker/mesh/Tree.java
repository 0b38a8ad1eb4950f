/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

/**
 * The tree of one stripe: its edges, each place's depth below the forwards, and who has free slots. A subtree whose top
 * has no source is kept whole, but unrooted: nobody is sent there.
 *
 * <p>Confined to the mesh's caller.
 */
final class Tree {
    private static final double MOST = 0.9;

    private final int maxDepth;
    private final int usualChildren;
    private final DepthIndex offering;
    private final DepthIndex reserve;
    private final DepthIndex leaves;
    private int freeSlots;

    Tree(int maxDepth, int usualChildren) {
        this.maxDepth = maxDepth;
        this.usualChildren = usualChildren;
        this.reserve = new DepthIndex(maxDepth);
        this.offering = new DepthIndex(maxDepth);
        this.leaves = new DepthIndex(maxDepth);
    }

    /** The places that could feed more than the usual number of children, and have as many as that. */
    DepthIndex reserve() {
        return reserve;
    }

    /** The places that have fewer children than is usual, and free slots. */
    DepthIndex offering() {
        return offering;
    }

    /** The places that pass nothing on: somebody who does could come between them and what feeds them. */
    DepthIndex leaves() {
        return leaves;
    }

    int freeSlots() {
        return freeSlots;
    }

    /** The depth down to which most of those lie who pass nothing on, or could feed more than they do. */
    int usualDepth() {
        long all = 0;
        for (int depth = 0; depth < maxDepth; depth++) {
            all += ends(depth);
        }
        int usual = 0;
        for (long seen = ends(0); seen < MOST * all; seen += ends(usual)) {
            usual++;
        }
        return usual;
    }

    private int ends(int depth) {
        return leaves.at(depth).size() + offering.at(depth).size();
    }

    /** How many places a subtree has, its top included, counted up to so many. */
    int size(Place top, int max) {
        int size = 1;
        for (int i = 0; i < top.children.size() && size < max; i++) {
            size += size(top.children.get(i), max - size);
        }
        return size;
    }

    /** Whether the edge would make neither a cycle nor too deep a tree. */
    boolean fits(Place parent, Place child) {
        int depth = 0;
        for (Place above = parent; above != null; above = above.parent) {
            if (above == child) {
                return false;
            }
            depth++;
        }
        return depth + height(child) <= maxDepth;
    }

    /** How many levels hang below a place. */
    int height(Place top) {
        int height = 0;
        for (Place child : top.children) {
            height = Math.max(height, 1 + height(child));
        }
        return height;
    }

    /** The deepest place to which a subtree of that height can be tied. */
    int deepestParent(int height) {
        return maxDepth - 1 - height;
    }

    void link(Place parent, Place child) {
        child.parent = parent;
        parent.children.add(child);
        refresh(parent);
        if (parent.isRooted()) {
            settle(child, parent.depth + 1);
        }
    }

    void unlink(Place child) {
        Place parent = child.parent;
        child.parent = null;
        parent.children.remove(child);
        refresh(parent);
        unroot(child);
    }

    /** Puts an unrooted place where a rooted one is; that one keeps its children and its depth for the moment. */
    void replace(Place former, Place place) {
        Place parent = former.parent;
        former.parent = null;
        refresh(former);
        parent.children.set(parent.children.indexOf(former), place);
        place.parent = parent;
        settle(place, former.depth);
    }

    /** Moves a child to somebody of the same depth as its parent: nothing below it changes. */
    void handOn(Place child, Place parent) {
        Place former = child.parent;
        former.children.remove(child);
        child.parent = parent;
        parent.children.add(child);
        refresh(former);
        refresh(parent);
    }

    /** A forward feeds the place. */
    void root(Place top) {
        settle(top, 0);
    }

    /** Nothing feeds the place any more. */
    void unroot(Place top) {
        if (top.isRooted()) {
            top.depth = Place.UNROOTED;
            refresh(top);
            top.children.forEach(this::unroot);
        }
    }

    private void settle(Place place, int depth) {
        place.depth = depth;
        refresh(place);
        for (Place child : place.children) {
            settle(child, depth + 1);
        }
    }

    /** Brings the indexes up to date after anything that decides what a place has to give. */
    void refresh(Place place) {
        DepthIndex index = index(place);
        int offered = index == offering || index == reserve ? place.slots - place.children.size() : 0;
        freeSlots += offered - place.offered;
        place.offered = offered;
        if (place.index == index && (index == null || place.bucket == place.depth)) {
            return;
        }
        if (place.index != null) {
            place.index.remove(place);
        }
        if (index != null) {
            index.add(place);
        }
    }

    private DepthIndex index(Place place) {
        Viewer viewer = place.viewer;
        if (!place.isRooted() || place.depth >= maxDepth || !viewer.isPresent()) {
            return null;
        }
        if (place.isLeaf() || viewer.isUnreachable()) {
            boolean isNeeded = place.parent == null && (viewer.isRoot || viewer.needsForward());
            return isNeeded || !place.children.isEmpty() ? null : leaves;
        }
        if (!place.hasFreeSlot()) {
            return null;
        }
        return place.children.size() < usualChildren ? offering : reserve;
    }
}
