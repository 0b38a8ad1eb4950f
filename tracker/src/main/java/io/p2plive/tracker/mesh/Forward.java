/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A forward, and who pulls this stream from it. Confined to the mesh's caller; {@link ForwardPool} alone writes. */
final class Forward {
    final String name;
    /** Longest there first. */
    final Set<Viewer> viewers = new LinkedHashSet<>();

    boolean isAlive;
    /** A few. */
    final List<Viewer> roots = new ArrayList<>(2);

    Forward(String name) {
        this.name = name;
    }
}
