/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.id.StreamName;
import io.p2plive.protocol.StreamState;
import io.p2plive.protocol.SwarmMessage.Statistics;
import io.p2plive.tracker.mesh.ForwardView;
import io.p2plive.tracker.mesh.ViewerView;
import java.util.List;

/**
 * A swarm at one moment, to look at. Immutable.
 *
 * @param size how many viewers it has, also those that are not listed
 * @param waiting how many places have no source
 * @param members the first of them
 */
public record SwarmView(
        StreamName stream,
        StreamState state,
        int stripes,
        int size,
        int waiting,
        List<ForwardView> forwards,
        List<Member> members) {

    /**
     * A viewer, and what it said of itself last.
     *
     * @param capacity how many children it says that it can feed; −1 when it has not said so
     * @param statistics null when it has said nothing yet
     */
    public record Member(ViewerView mesh, long presentMillis, int capacity, Statistics statistics) {}
}
