/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.tracker.mesh.ForwardSlots.Use;
import java.util.List;

/**
 * Puts a viewer that passes a stripe on between a parent and its leaf, nearer to the forward than any free slot lies.
 * Without this a tree whose slots are all but taken would grow like a chain: the few free ones are those of whoever came
 * last, and half of all viewers are leaves that hold shallow slots for ever.
 *
 * <p>Confined to the mesh's caller.
 */
final class Insertion {
    /** So many levels must be won: it costs the leaf a change of parent. */
    private static final int WORTH_LEVELS = 2;

    private static final int MAX_CANDIDATES = 8;

    private final Graph graph;

    Insertion(Graph graph) {
        this.graph = graph;
    }

    /**
     * Takes the slot of a shallow leaf for the place, and the leaf as its child.
     *
     * @param alternative the parent that it would get otherwise, or null when there is none
     * @return false when nothing was done
     */
    boolean insert(Place place, Place alternative) {
        Place leaf = leafFor(place, alternative);
        if (leaf != null) {
            comeBetween(leaf.parent, leaf, place);
            return true;
        }
        return alternative == null && mayInsert(place) && takeOverForwardSlot(place);
    }

    /** Lets a place that has a parent take the slot of a leaf that much shallower; false when there is none. */
    boolean move(Place place) {
        Place leaf = leafFor(place, place.parent);
        if (leaf == null) {
            return false;
        }
        graph.unlink(place);
        comeBetween(leaf.parent, leaf, place);
        return true;
    }

    private static boolean mayInsert(Place place) {
        return place.hasFreeSlot() && !place.viewer.isUnreachable();
    }

    private Place leafFor(Place place, Place alternative) {
        if (!mayInsert(place)) {
            return null;
        }
        Tree tree = graph.tree(place.stripe);
        int deepest = Math.min(tree.leaves().depths() - 1, tree.deepestParent(tree.height(place)) + 1);
        if (alternative != null) {
            deepest = Math.min(deepest, alternative.depth + 1 - WORTH_LEVELS);
        }
        for (int depth = 1; depth <= deepest; depth++) {
            Place leaf = leafAmong(tree.leaves().at(depth), place);
            if (leaf != null) {
                return leaf;
            }
        }
        return null;
    }

    /** Lets the place stand at a forward instead of a leaf that does, which becomes its child. */
    private boolean takeOverForwardSlot(Place place) {
        List<Place> standing = graph.tree(place.stripe).leaves().at(0);
        for (int i = standing.size() - 1, seen = 0; i >= 0 && seen < MAX_CANDIDATES; i--, seen++) {
            Place leaf = standing.get(i);
            if (leaf.viewer != place.viewer && !areAvoided(leaf, place) && takeOver(leaf, place)) {
                return true;
            }
        }
        return false;
    }

    /** The leaf goes on pulling until the place delivers, if there is one slot more. */
    private boolean takeOver(Place leaf, Place place) {
        if (!graph.stand(place) && !graph.standInsteadOf(leaf, place)) {
            return false;
        }
        if (!graph.link(place, leaf, false)) {
            throw new IllegalStateException("somebody who stands at a forward cannot feed a leaf");
        }
        return true;
    }

    private boolean areAvoided(Place leaf, Place place) {
        return leaf.viewer.avoided.contains(place.viewer.id, graph.nowMillis());
    }

    /** One that its parent does not feed yet loses least. */
    private Place leafAmong(List<Place> leaves, Place place) {
        Place best = null;
        for (int i = leaves.size() - 1, seen = 0; i >= 0 && seen < MAX_CANDIDATES; i--, seen++) {
            Place leaf = leaves.get(i);
            if (!suits(leaf, place)) {
                continue;
            }
            if (!leaf.isConnected) {
                return leaf;
            }
            best = best == null ? leaf : best;
        }
        return best;
    }

    private boolean suits(Place leaf, Place place) {
        Viewer parent = leaf.parent.viewer;
        long nowMillis = graph.nowMillis();
        return leaf.viewer != place.viewer
                && parent != place.viewer
                && parent.isPresent()
                && !parent.isUnreachable()
                && !place.viewer.avoided.contains(parent.id, nowMillis)
                && !areAvoided(leaf, place);
    }

    private void comeBetween(Place parent, Place leaf, Place place) {
        graph.unlink(leaf);
        if (!graph.link(parent, place, false) || !graph.link(place, leaf, false)) {
            throw new IllegalStateException("a leaf's place was looked at, and does not fit");
        }
        graph.lease(leaf, Use.FIRST_PICTURE);
    }
}
