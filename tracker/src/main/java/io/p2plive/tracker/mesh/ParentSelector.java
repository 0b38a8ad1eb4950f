/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Finds the best parent for a place: among the shallowest with a free slot a few are drawn, and of those the preferred
 * one is taken. Confined to the mesh's caller.
 */
final class ParentSelector {
    private static final int MAX_CANDIDATES = 8;
    /**
     * Who passes nothing on goes so much deeper where it can, and leaves the shallow slots to those who do: then they need
     * not come between others so often (see {@link Insertion}).
     */
    private static final int LEAF_LEVELS = 2;

    /**
     * More children than is usual are given to nobody unless that wins so many levels: the strong can do more, but upload
     * is a favour, and a mesh in which all do the same is the one that a departure hurts least.
     */
    private static final int WORTH_LEVELS = 2;

    private static final int RTT_STEP_MILLIS = 25;
    private static final int UNKNOWN_RTT_MILLIS = 100;

    private final Graph graph;
    private final RandomGenerator random;

    ParentSelector(Graph graph, RandomGenerator random) {
        this.graph = graph;
        this.random = random;
    }

    /**
     * The parent for an unrooted place, or null when nobody who suits has a free slot. Its own subtree is unrooted too,
     * and so never offered.
     */
    Place select(Place child) {
        return select(child, graph.settings().maxDepth());
    }

    /**
     * The same, above some depth: for a rooted place that depth must be no greater than its own, so that nobody of its
     * subtree is offered.
     */
    Place select(Place child, int belowDepth) {
        Tree tree = graph.tree(child.stripe);
        if (tree.freeSlots() == 0) {
            return null;
        }
        int deepest = Math.min(belowDepth - 1, tree.deepestParent(tree.height(child)));
        Place shallowest = firstBetween(tree.offering(), 0, deepest, child);
        int deepestReserve = Math.min(deepest, otherDepth(child, shallowest) - WORTH_LEVELS);
        Place reserve = firstBetween(tree.reserve(), 0, deepestReserve, child);
        if (reserve != null) {
            return reserve;
        }
        if (shallowest == null || !child.isLeaf()) {
            return shallowest;
        }
        int deepestForLeaf = Math.min(deepest, shallowest.depth + LEAF_LEVELS);
        Place deeper = firstBetween(tree.offering(), shallowest.depth + 1, deepestForLeaf, child);
        return deeper == null ? shallowest : deeper;
    }

    /** The depth of the parent that it has or gets where nobody feeds more than is usual. */
    private int otherDepth(Place child, Place shallowest) {
        if (shallowest != null) {
            return shallowest.depth;
        }
        return child.isRooted() ? child.depth - 1 : Integer.MAX_VALUE;
    }

    private Place firstBetween(DepthIndex index, int from, int to, Place child) {
        for (int depth = from; depth <= to; depth++) {
            Place best = bestOf(index.at(depth), child);
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    private Place bestOf(List<Place> bucket, Place child) {
        if (bucket.isEmpty()) {
            return null;
        }
        Comparator<Place> preference = preference(child);
        int start = random.nextInt(bucket.size());
        Place best = null;
        int drawn = 0;
        for (int i = 0; i < bucket.size() && drawn < MAX_CANDIDATES; i++) {
            Place candidate = bucket.get((start + i) % bucket.size());
            if (!suits(candidate, child)) {
                continue;
            }
            drawn++;
            if (best == null || preference.compare(candidate, best) < 0) {
                best = candidate;
            }
        }
        return best;
    }

    /** What no preference outweighs. Few do not suit (see {@link Avoided}), so passing them over stays cheap. */
    private boolean suits(Place candidate, Place child) {
        return candidate.viewer != child.viewer
                && !child.viewer.avoided.contains(candidate.viewer.id, graph.nowMillis());
    }

    /** Which of equally shallow candidates is better, best first: here further reasons to prefer one are added. */
    private static Comparator<Place> preference(Place child) {
        Viewer viewer = child.viewer;
        return Comparator.comparing((Place candidate) -> viewer.isChildOf(candidate.viewer))
                .thenComparing(candidate -> candidate.viewer != viewer.standby)
                .thenComparing(candidate -> -viewer.origin.nearness(candidate.viewer.origin))
                .thenComparingInt(candidate -> distance(candidate.viewer))
                .thenComparingLong(candidate -> candidate.viewer.joinedMillis);
    }

    /** What is known of how far it is from anybody, in steps that are worth something. */
    private static int distance(Viewer viewer) {
        return (viewer.rttMillis < 0 ? UNKNOWN_RTT_MILLIS : viewer.rttMillis) / RTT_STEP_MILLIS;
    }
}
