/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.ArrayList;
import java.util.List;

/**
 * One viewer's place in the tree of one stripe. After each event it is one of: fed by a parent, perhaps with a lease
 * until that delivers; standing at a forward; or waiting, with neither.
 *
 * <p>Confined to the mesh's caller. {@link Tree} alone writes the edges and the depth.
 */
final class Place {
    static final int UNROOTED = -1;

    final Viewer viewer;
    final int stripe;
    final List<Place> children = new ArrayList<>(0);
    Place parent;
    Pull pull = Pull.NONE;
    /** What its slot at the forward is counted for; null when it pulls nothing. */
    ForwardSlots.Use use;

    boolean isConnected;
    /** The former parent, which it keeps until its new one is fed itself; mostly null. */
    Viewer heldBy;
    /** Since when it has this parent, or stands at a forward. */
    long sinceMillis;

    int slots;
    int depth = UNROOTED;

    /** Where a {@link DepthIndex} keeps it, if one does. */
    DepthIndex index;

    int bucket;
    int position;
    /** How many of its free slots are to be had. */
    int offered;

    Place(Viewer viewer, int stripe) {
        this.viewer = viewer;
        this.stripe = stripe;
    }

    boolean isRooted() {
        return depth != UNROOTED;
    }

    boolean hasSource() {
        return parent != null || pull == Pull.STANDING;
    }

    boolean hasFreeSlot() {
        return children.size() < slots;
    }

    int connectedChildren() {
        int connected = 0;
        for (Place child : children) {
            connected += child.isConnected ? 1 : 0;
        }
        return connected;
    }

    /** Whether it passes on nothing of this stripe, by its role. */
    boolean isLeaf() {
        return slots == 0;
    }

    /** Whether chunks are known to arrive here from above. */
    boolean isFed() {
        return isConnected || pull != Pull.NONE;
    }
}
