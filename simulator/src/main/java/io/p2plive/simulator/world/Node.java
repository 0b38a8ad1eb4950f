/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import java.util.ArrayList;
import java.util.List;

/** Whoever sends chunks: a forward or a viewer. Confined to the run. */
abstract class Node {
    final int index;
    final Uplink uplink;
    /** One way, as this end draws it. */
    final long delayMicros;
    /** To all that it may feed, while the link is open. */
    final List<Feed> feeds = new ArrayList<>(4);

    Node(int index, Uplink uplink, long delayMicros) {
        this.index = index;
        this.uplink = uplink;
        this.delayMicros = delayMicros;
    }

    /** Whether it holds this chunk. */
    abstract boolean holds(int chunk);

    /** Whether everything from this chunk on is, or was, within reach. */
    abstract boolean reaches(int chunk);

    /** The highest sequence that it has, −1 for none. */
    abstract int newest();

    /** The newest keyframe that it holds, −1 for none. */
    abstract int latestKeyframe();

    /** How many viewers a chunk of the stripe has passed when it leaves here. */
    abstract int hops(int stripe);

    /** Passes a chunk on to all that want it. */
    final void relay(int chunk) {
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).relay(chunk);
        }
    }
}
