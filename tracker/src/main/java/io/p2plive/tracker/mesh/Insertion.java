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
    private static final int WORTH_LEVELS = 3;
    /** And so many when the leaf has a parent that delivers, and there is no lease for it meanwhile. */
    private static final int WORTH_LEVELS_AND_GAP = 6;

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
        if (!place.hasFreeSlot() || place.viewer.isUnreachable()) {
            return false;
        }
        Tree tree = graph.tree(place.stripe);
        int deepest = Math.min(tree.leaves().depths() - 1, tree.deepestParent(tree.height(place)) + 1);
        if (alternative != null) {
            deepest = Math.min(deepest, alternative.depth + 1 - WORTH_LEVELS);
        }
        for (int depth = 1; depth <= deepest; depth++) {
            boolean isGapWorthIt = alternative == null || alternative.depth + 1 - depth >= WORTH_LEVELS_AND_GAP;
            Place leaf = leafAmong(tree.leaves().at(depth), place, isGapWorthIt);
            if (leaf != null) {
                comeBetween(leaf.parent, leaf, place);
                return true;
            }
        }
        return alternative == null && deepest >= 0 && takeOverForwardSlot(place);
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

    private Place leafAmong(List<Place> leaves, Place place, boolean isGapWorthIt) {
        Place best = null;
        for (int i = leaves.size() - 1, seen = 0; i >= 0 && seen < MAX_CANDIDATES; i--, seen++) {
            Place leaf = leaves.get(i);
            if (!suits(leaf, place)) {
                continue;
            }
            if (!leaf.isConnected) {
                return leaf;
            }
            if (best == null && (isGapWorthIt || canLease(leaf))) {
                best = leaf;
            }
        }
        return best;
    }

    private boolean canLease(Place leaf) {
        return leaf.pull != Pull.NONE || graph.forwards().hasRoom(leaf.viewer, Use.FIRST_PICTURE, graph.nowMillis());
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
