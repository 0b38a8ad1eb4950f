/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

/**
 * How a swarm is woven. Immutable.
 *
 * @param stripes into how many parts the stream is divided; each viewer has one parent for each
 * @param startChildren how many slots a viewer has, in the one stripe that it passes on, before it has proved anything
 * @param maxChildren how many it may have at most, whatever it proves
 * @param rootsPerForward how many viewers pull the whole stream from each living forward for good
 * @param slotsPerForward how many stripes a forward feeds at most, all streams together: roots, first pictures, rescues
 * @param maxDepth how many viewers may lie between a forward and any viewer
 */
public record MeshSettings(
        int stripes, int startChildren, int maxChildren, int rootsPerForward, int slotsPerForward, int maxDepth) {
    private static final int MAX_STRIPES = 8;
    private static final int MAX_CHILDREN = 8;
    private static final int MAX_FORWARD_SLOTS = 1_000_000;
    private static final int MAX_DEPTH = 64;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming the key
     */
    public MeshSettings {
        check("stripes", stripes, 1, MAX_STRIPES);
        check("maxChildren", maxChildren, 1, MAX_CHILDREN);
        check("startChildren", startChildren, 1, maxChildren);
        check("rootsPerForward", rootsPerForward, 0, MAX_FORWARD_SLOTS);
        check("slotsPerForward", slotsPerForward, 1, MAX_FORWARD_SLOTS);
        check("maxDepth", maxDepth, 1, MAX_DEPTH);
    }

    private static void check(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " is not in " + min + " … " + max);
        }
    }

    /** The same for a stream of another number of stripes. */
    public MeshSettings withStripes(int count) {
        return new MeshSettings(count, startChildren, maxChildren, rootsPerForward, slotsPerForward, maxDepth);
    }
}
