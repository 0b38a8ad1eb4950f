/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.List;

/**
 * Decides which stripe a viewer passes on, so that no stripe lacks slots while another has them to spare.
 *
 * <p>Confined to the mesh's caller.
 */
final class StripeBalance {
    private static final int MAX_CANDIDATES = 8;

    private final Graph graph;

    StripeBalance(Graph graph) {
        this.graph = graph;
    }

    /** The stripe with the fewest free slots. */
    int neediest() {
        int neediest = 0;
        for (int stripe = 1; stripe < graph.stripes(); stripe++) {
            if (graph.tree(stripe).freeSlots() < graph.tree(neediest).freeSlots()) {
                neediest = stripe;
            }
        }
        return neediest;
    }

    /**
     * Lets a viewer that finds no parent in a stripe, and passes nothing on in another, change to that stripe: there it
     * can come between others, and makes room instead of needing it.
     */
    boolean turnsItself(Place place) {
        Viewer viewer = place.viewer;
        if (!viewer.shares || viewer.interior == place.stripe) {
            return false;
        }
        Place interior = viewer.places[viewer.interior];
        boolean isMissed = graph.tree(viewer.interior).freeSlots() <= interior.offered;
        if (isMissed || !interior.children.isEmpty()) {
            return false;
        }
        turn(viewer, place.stripe);
        return true;
    }

    /** The place of a viewer that passes nothing on yet, and could change to the stripe of this place, or null. */
    Place idleFor(Place child) {
        int deepest =
                graph.tree(child.stripe).deepestParent(graph.tree(child.stripe).height(child));
        for (int stripe = 0; stripe < graph.stripes(); stripe++) {
            Place idle = stripe == child.stripe ? null : idle(stripe, child, deepest);
            if (idle != null) {
                return idle;
            }
        }
        return null;
    }

    /** Lets a viewer that has no children pass on another stripe. */
    void turn(Viewer viewer, int stripe) {
        viewer.openSlots(stripe, viewer.interiorPlace().slots);
        graph.refresh(viewer);
    }

    /** Those without children are found deepest. */
    private Place idle(int stripe, Place child, int deepest) {
        DepthIndex index = graph.tree(stripe).offering();
        for (int depth = index.depths() - 1; depth >= 0; depth--) {
            List<Place> bucket = index.at(depth);
            for (int i = bucket.size() - 1, seen = 0; i >= 0 && seen < MAX_CANDIDATES; i--, seen++) {
                if (canTurn(bucket.get(i), child, deepest)) {
                    return bucket.get(i);
                }
            }
        }
        return null;
    }

    private boolean canTurn(Place candidate, Place child, int deepest) {
        Place turned = candidate.viewer.places[child.stripe];
        return candidate.children.isEmpty()
                && candidate.viewer != child.viewer
                && turned.isRooted()
                && turned.depth <= deepest
                && graph.tree(candidate.stripe).freeSlots() > candidate.slots
                && !child.viewer.avoided.contains(candidate.viewer.id, graph.nowMillis());
    }
}
