/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Gives every viewer a standby: somebody who holds the whole stream, has a slot to spare, and is not cut off by the same
 * departure as the viewer itself, as far as one can be found.
 *
 * <p>Confined to the mesh's caller.
 */
final class Standbys {
    /** So many viewers have the same standby at most: they may all need it at the same time. */
    static final int MAX_SPARES = 4;

    private static final int MAX_CANDIDATES = 6;

    private final Graph graph;
    private final RandomGenerator random;
    private final Set<Viewer> lacking = new LinkedHashSet<>();

    Standbys(Graph graph, RandomGenerator random) {
        this.graph = graph;
        this.random = random;
    }

    /** The viewer is to get a standby when there is time. */
    void want(Viewer viewer) {
        if (viewer.standby == null) {
            lacking.add(viewer);
        }
    }

    /** Ends what the viewer has or is of this kind. */
    void forget(Viewer viewer) {
        lacking.remove(viewer);
        drop(viewer);
        for (Viewer spare : List.copyOf(viewer.spares)) {
            drop(spare);
            want(spare);
        }
    }

    /** A parent is no spare one. */
    void dropIfParent(Viewer viewer) {
        if (viewer.standby != null && viewer.isChildOf(viewer.standby)) {
            drop(viewer);
            want(viewer);
        }
    }

    /** Takes a viewer's standby away. */
    void drop(Viewer viewer) {
        Viewer standby = viewer.standby;
        if (standby == null) {
            return;
        }
        viewer.standby = null;
        standby.spares.remove(viewer);
        graph.touch(viewer);
        graph.touch(standby);
    }

    /** Looks for standbys for at most so many viewers, longest waiting first. */
    void assign(int max) {
        for (int tried = 0, count = Math.min(max, lacking.size()); tried < count; tried++) {
            Viewer viewer = lacking.iterator().next();
            lacking.remove(viewer);
            if (viewer.standby == null && viewer.isPresent() && !viewer.needsForward()) {
                choose(viewer);
            }
        }
    }

    private void choose(Viewer viewer) {
        if (viewer.isRoot) {
            return;
        }
        Viewer best = best(viewer);
        if (best == null) {
            lacking.add(viewer);
            return;
        }
        viewer.standby = best;
        best.spares.add(viewer);
        graph.touch(viewer);
        graph.touch(best);
    }

    private Viewer best(Viewer viewer) {
        int firstStripe = random.nextInt(graph.stripes());
        for (int i = 0; i < 2 * graph.stripes(); i++) {
            Tree tree = graph.tree((firstStripe + i) % graph.stripes());
            // Those who can do more than is usual have slots that nobody else will take soon.
            Viewer best = firstIn(i < graph.stripes() ? tree.reserve() : tree.offering(), viewer);
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    private Viewer firstIn(DepthIndex index, Viewer viewer) {
        for (int depth = index.shallowest(); depth < index.depths(); depth++) {
            Viewer best = bestOf(index.at(depth), viewer);
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    private Viewer bestOf(List<Place> bucket, Viewer viewer) {
        Viewer best = null;
        int bestRank = Integer.MAX_VALUE;
        int start = bucket.isEmpty() ? 0 : random.nextInt(bucket.size());
        for (int i = 0, end = Math.min(MAX_CANDIDATES, bucket.size()); i < end; i++) {
            Viewer candidate = bucket.get((start + i) % bucket.size()).viewer;
            if (suits(candidate, viewer)) {
                int rank = 4 * sharedAncestors(candidate, viewer) - viewer.origin.nearness(candidate.origin);
                if (rank < bestRank) {
                    best = candidate;
                    bestRank = rank;
                }
            }
        }
        return best;
    }

    private boolean suits(Viewer candidate, Viewer viewer) {
        return candidate != viewer
                && candidate.spares.size() < MAX_SPARES
                && !viewer.isChildOf(candidate)
                && !candidate.isBelow(viewer)
                && !viewer.avoided.contains(candidate.id, graph.nowMillis());
    }

    /** How many viewers lie above both, in whichever tree: each one's departure would hit both. */
    private static int sharedAncestors(Viewer one, Viewer other) {
        int shared = 0;
        for (Place place : one.places) {
            Place otherPlace = other.places[place.stripe];
            for (Place above = place.parent; above != null; above = above.parent) {
                shared += isAbove(above, otherPlace) ? 1 : 0;
            }
        }
        return shared;
    }

    private static boolean isAbove(Place top, Place place) {
        if (place.depth <= top.depth) {
            return false;
        }
        Place above = place;
        while (above != null && above.depth > top.depth) {
            above = above.parent;
        }
        return above == top;
    }
}
