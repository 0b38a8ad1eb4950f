/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.LinkedHashSet;
import java.util.Set;

/** A forward, and who pulls this stream from it. Confined to the mesh's caller; {@link ForwardPool} alone writes. */
final class Forward {
    final String name;
    /** Longest there first. */
    final Set<Viewer> viewers = new LinkedHashSet<>();

    boolean isAlive;
    int roots;

    Forward(String name) {
        this.name = name;
    }
}
