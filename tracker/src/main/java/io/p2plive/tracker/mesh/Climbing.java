/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Brings the trees into a better shape, little by little: strong viewers that have stayed take the place of weaker ones
 * above them, and who hangs too deep moves to a shallower slot that has become free. Each move costs somebody a change of
 * parent, so their number is limited, and it must win something.
 *
 * <p>Confined to the mesh's caller.
 */
final class Climbing {
    /** So many more slots than its parent a viewer must have. */
    private static final int STRONGER_BY = 2;
    /** So long a viewer must have been there, and not have moved. */
    private static final long STEADY_MILLIS = 10_000;
    /** Far below most hangs only who found nothing better: it moves sooner, and many at a time. */
    private static final int TAIL_LEVELS = 2;

    private static final long TAIL_STEADY_MILLIS = 4_000;
    private static final int VIEWERS_PER_TAIL_MOVE = 100;
    /** So many levels a deep viewer must win. */
    private static final int WORTH_LEVELS = 2;
    /** Of so many viewers one may move at each tick. */
    private static final int VIEWERS_PER_MOVE = 500;

    private static final int MAX_LOOKS = 128;
    private static final int MAX_FAILURES = 4;

    private final Graph graph;
    private final Weaver weaver;
    private final Exchange exchange;
    /** Those who may be stronger than their parents. */
    private final Queue<Viewer> strong = new ArrayDeque<>();

    Climbing(Graph graph, Weaver weaver) {
        this.graph = graph;
        this.weaver = weaver;
        this.exchange = new Exchange(graph);
    }

    /** This one has got more slots. */
    void consider(Viewer viewer) {
        if (!viewer.isClimbing && viewer.interiorPlace() != null && isStrong(viewer.interiorPlace())) {
            viewer.isClimbing = true;
            strong.add(viewer);
        }
    }

    private boolean isStrong(Place place) {
        return place.slots > graph.settings().startChildren();
    }

    /** Makes this tick's moves. */
    void tick() {
        exchange.tick();
        int moves = 1 + graph.viewers().size() / VIEWERS_PER_MOVE;
        int left = moves - raise(moves);
        for (int stripe = 0; stripe < graph.stripes(); stripe++) {
            left -= flatten(graph.tree(stripe), left);
        }
    }

    private int raise(int max) {
        int raised = 0;
        for (int looked = 0, count = Math.min(MAX_LOOKS, strong.size()); looked < count && raised < max; looked++) {
            Viewer viewer = strong.remove();
            Place place = viewer.interiorPlace();
            if (graph.viewer(viewer.id) != viewer || !isStrong(place)) {
                viewer.isClimbing = false;
                continue;
            }
            strong.add(viewer);
            Place other = mayRise(viewer, place) ? highestWeaker(place) : null;
            if (other != null && rises(place, other)) {
                viewer.roseMillis = graph.nowMillis();
                raised++;
            }
        }
        return raised;
    }

    private boolean rises(Place place, Place other) {
        return other.parent == null ? weaver.takesOverRoot(place.viewer, other.viewer) : exchange.begin(place, other);
    }

    private boolean mayRise(Viewer viewer, Place place) {
        long steadySinceMillis = graph.nowMillis() - STEADY_MILLIS;
        return viewer.isPresent()
                && place.isConnected
                && place.isRooted()
                && viewer.joinedMillis <= steadySinceMillis
                && viewer.roseMillis <= steadySinceMillis;
    }

    /** The topmost of those above it who has so much fewer slots and is well fed, or null. */
    private static Place highestWeaker(Place place) {
        Place highest = null;
        for (Place above = place.parent; above != null; above = above.parent) {
            boolean isWeaker = above.slots + STRONGER_BY <= place.slots;
            boolean isSteady =
                    above.viewer.isPresent() && above.heldBy == null && (above.parent == null || above.isConnected);
            highest = isWeaker && isSteady ? above : highest;
        }
        return highest;
    }

    /** Moves the deepest, and all that hangs below them, nearer to the forwards. */
    private int flatten(Tree tree, int max) {
        int tail = tree.usualDepth() + TAIL_LEVELS;
        int tailMax = 1 + graph.viewers().size() / VIEWERS_PER_TAIL_MOVE;
        flattenBetween(tree, tail + 1, tree.leaves().depths() - 1, new Pace(TAIL_STEADY_MILLIS, tailMax));
        return flattenBetween(tree, WORTH_LEVELS + 1, tail, new Pace(STEADY_MILLIS, max));
    }

    /** How many places may move now, and how long each must have had its parent. */
    private record Pace(long steadyMillis, int max) {
        Pace after(int moved) {
            return new Pace(steadyMillis, max - moved);
        }
    }

    private int flattenBetween(Tree tree, int from, int to, Pace pace) {
        int moved = 0;
        for (int depth = Math.min(to, tree.leaves().depths() - 1); moved < pace.max && depth >= from; depth--) {
            moved += flatten(tree.leaves().at(depth), depth, pace.after(moved));
            moved += flatten(tree.offering().at(depth), depth, pace.after(moved));
        }
        return moved;
    }

    /** Until some could not be moved: then others of that depth most likely cannot either. */
    private int flatten(List<Place> places, int depth, Pace pace) {
        int moved = 0;
        int failed = 0;
        for (int i = places.size() - 1, seen = 0; i >= 0 && seen < MAX_LOOKS && moved < pace.max; i--, seen++) {
            if (failed < MAX_FAILURES && mayMove(places.get(i), pace)) {
                boolean hasMoved = weaver.moveUp(places.get(i), depth - WORTH_LEVELS);
                moved += hasMoved ? 1 : 0;
                failed += hasMoved ? 0 : 1;
            }
        }
        return moved;
    }

    private boolean mayMove(Place place, Pace pace) {
        return place.parent != null && place.isConnected && place.sinceMillis <= graph.nowMillis() - pace.steadyMillis;
    }
}
