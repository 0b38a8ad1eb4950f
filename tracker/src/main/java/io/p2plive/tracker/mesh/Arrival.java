/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.List;

/**
 * What a viewer says when it comes. Immutable.
 *
 * @param shares whether it passes the stream on
 * @param origin where it comes from
 * @param parents the edges to parents that it still has; a newcomer has none
 * @param children the edges to children that it still has
 */
public record Arrival(boolean shares, Origin origin, List<Link> parents, List<Link> children) {
    /** Takes each edge once. */
    public Arrival {
        parents = parents.stream().distinct().toList();
        children = children.stream().distinct().toList();
    }

    /** Somebody who has no edges yet. */
    public static Arrival newcomer(boolean shares, Origin origin) {
        return new Arrival(shares, origin, List.of(), List.of());
    }
}
