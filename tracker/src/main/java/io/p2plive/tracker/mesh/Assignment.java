/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.id.ViewerId;
import java.util.List;

/**
 * All that one viewer shall have. Immutable.
 *
 * @param forward the name of the forward that it may pull from, or null
 * @param forwardStripes what it may pull there
 * @param standby its spare parent, or null
 * @param spares the viewers whose spare parent it is
 */
public record Assignment(
        String forward,
        List<Integer> forwardStripes,
        List<Link> parents,
        List<Link> children,
        ViewerId standby,
        List<ViewerId> spares) {
    /** Nothing. */
    public static final Assignment NONE = new Assignment(null, List.of(), List.of(), List.of(), null, List.of());

    /** Takes copies. */
    public Assignment {
        forwardStripes = List.copyOf(forwardStripes);
        parents = List.copyOf(parents);
        children = List.copyOf(children);
        spares = List.copyOf(spares);
    }
}
