/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.measure;

import io.p2plive.tracker.mesh.Mesh;
import io.p2plive.tracker.mesh.ViewerView;
import io.p2plive.tracker.mesh.ViewerView.PlaceView;
import java.util.Arrays;

/**
 * What the trees look like at a moment. Depth counts the viewers between one and the forward, the forward's own children
 * having 0. Immutable.
 *
 * @param depths how many viewers have their deepest stripe at which depth
 * @param leastDepth the least that the deepest could have, the roots and slots being as they are; −1 when they do not
 *     suffice for all
 * @param sourceless how many places have no path to a forward
 * @param slotsPerViewer what viewers offer on average, filled or not
 */
public record Shape(
        int viewers,
        int maxDepth,
        double meanDepth,
        int[] depths,
        int leastDepth,
        int sourceless,
        double slotsPerViewer) {
    private static final int MAX_DEPTH = 130;
    private static final int MAX_SLOTS = 8;

    /** Looks at all viewers. */
    public static Shape of(Mesh mesh) {
        Counter counter = new Counter(mesh.stripes());
        mesh.viewers().forEach(counter::add);
        return counter.shape();
    }

    /** Confined to its caller. */
    private static final class Counter {
        private final int[][] slots;
        private final int[] roots;
        private final int[] depths = new int[MAX_DEPTH];
        private int viewers;
        private int sourceless;
        private long depthSum;
        private long slotSum;

        Counter(int stripes) {
            this.slots = new int[stripes][MAX_SLOTS + 1];
            this.roots = new int[stripes];
        }

        void add(ViewerView viewer) {
            viewers++;
            int deepest = 0;
            for (PlaceView place : viewer.places()) {
                sourceless += place.depth() < 0 ? 1 : 0;
                deepest = Math.max(deepest, place.depth());
                slots[place.stripe()][Math.min(MAX_SLOTS, place.slots())]++;
                slotSum += place.slots();
                if (place.depth() == 0) {
                    roots[place.stripe()]++;
                }
            }
            depths[Math.min(MAX_DEPTH - 1, deepest)]++;
            depthSum += deepest;
        }

        Shape shape() {
            int max = 0;
            for (int depth = 0; depth < MAX_DEPTH; depth++) {
                max = depths[depth] > 0 ? depth : max;
            }
            int least = 0;
            for (int stripe = 0; stripe < slots.length && least >= 0; stripe++) {
                int depth = leastDepth(slots[stripe].clone(), roots[stripe]);
                least = depth < 0 ? -1 : Math.max(least, depth);
            }
            return new Shape(
                    viewers,
                    max,
                    viewers == 0 ? 0 : (double) depthSum / viewers,
                    Arrays.copyOf(depths, max + 1),
                    viewers == 0 ? 0 : least,
                    sourceless,
                    viewers == 0 ? 0 : (double) slotSum / viewers);
        }

        /** The strongest first, level by level. */
        private int leastDepth(int[] left, int rootCount) {
            int placed = 0;
            long room = rootCount;
            for (int depth = 0; depth < MAX_DEPTH; depth++) {
                long offered = 0;
                for (int count = MAX_SLOTS; count >= 0 && room > 0; count--) {
                    long taken = Math.min(room, left[count]);
                    left[count] -= (int) taken;
                    room -= taken;
                    placed += (int) taken;
                    offered += taken * count;
                }
                if (placed == viewers) {
                    return depth;
                }
                if (offered == 0) {
                    return -1;
                }
                room = offered;
            }
            return -1;
        }
    }
}
