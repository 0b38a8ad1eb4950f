/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.List;

/**
 * All that one viewer shall have. Immutable.
 *
 * @param forward the name of the forward that it may pull from, or null
 * @param forwardStripes what it may pull there
 */
public record Assignment(String forward, List<Integer> forwardStripes, List<Link> parents, List<Link> children) {
    /** Nothing. */
    public static final Assignment NONE = new Assignment(null, List.of(), List.of(), List.of());

    /** Takes copies. */
    public Assignment {
        forwardStripes = List.copyOf(forwardStripes);
        parents = List.copyOf(parents);
        children = List.copyOf(children);
    }
}
