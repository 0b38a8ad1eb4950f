/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Lets a viewer change places with one far above it: it takes over that one's parent and children, and that one goes where
 * it was. Nothing hangs deeper afterwards but the one that made room.
 *
 * <p>Those who get another parent by this keep their former one until the new one is fed itself, for else two would feed
 * each other what neither has.
 *
 * <p>Confined to the mesh's caller.
 */
final class Exchange {
    /** After so long nobody is held any more. */
    private static final long MAX_MILLIS = 10_000;

    private final Graph graph;
    private final List<Running> running = new ArrayList<>();

    Exchange(Graph graph) {
        this.graph = graph;
    }

    /** An exchange that is not over: the lower one waits until all who were below it are fed by the one that rose. */
    private record Running(Place risen, Place sunk, List<Place> moved, long untilMillis) {
        boolean isOver(long nowMillis) {
            return sunk.heldBy == null || nowMillis >= untilMillis || (risen.isConnected && areMoved());
        }

        private boolean areMoved() {
            for (Place child : moved) {
                if (child.parent == risen && !child.isConnected) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Begins an exchange, if all children find a slot.
     *
     * @param low somebody who has a parent
     * @param high somebody above it who has a parent too
     */
    boolean begin(Place low, Place high) {
        boolean isNext = low.parent == high;
        // Where the two are neighbours, the lower one makes room among them, and the higher one needs that room.
        int taken = high.children.size();
        int kept = Math.min(low.children.size(), low.slots - taken);
        if (kept < 0 || low.children.size() - kept > high.slots) {
            return false;
        }
        Place above = high.parent;
        Place below = isNext ? low : low.parent;
        graph.unlink(low);
        graph.replace(high, low);
        List<Place> moved = List.copyOf(high.children);
        List<Place> own = List.copyOf(low.children);
        moved.forEach(child -> graph.handOn(child, low));
        List<Place> sunkToo = own.subList(kept, own.size());
        sunkToo.forEach(graph::unlink);
        graph.link(below, high, false);
        high.heldBy = above.viewer;
        for (Place child : sunkToo) {
            graph.link(high, child, false);
            child.heldBy = low.viewer;
        }
        running.add(new Running(low, high, moved, graph.nowMillis() + MAX_MILLIS));
        return true;
    }

    /** Ends what is over. */
    void tick() {
        long nowMillis = graph.nowMillis();
        for (Iterator<Running> each = running.iterator(); each.hasNext(); ) {
            Running exchange = each.next();
            if (exchange.isOver(nowMillis)) {
                graph.letGoOf(exchange.sunk);
                each.remove();
            }
        }
    }
}
