/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.debug;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.p2plive.protocol.NodeMessage.ForwardLoad;
import io.p2plive.protocol.SwarmMessage.Edge;
import io.p2plive.protocol.SwarmMessage.Statistics;
import java.util.List;

/** All that {@code /debug} shows, in the shape of its JSON. Immutable. */
record Report(Tracker tracker, List<Coordinate> coordinates, List<Forward> forwards, List<Swarm> swarms) {

    /** The tracker itself. */
    record Tracker(String name, String region, String url, String id, long uptimeMillis, int viewers, int maxViewers) {}

    /** A coordinate and how this tracker stands with it. */
    record Coordinate(String url, String state) {}

    /**
     * A forward, over all swarms.
     *
     * @param viewers who may pull from it by this tracker's assignments
     * @param slots its slots, all streams together
     * @param load what it says itself, or null
     */
    record Forward(
            String name,
            String push,
            String pull,
            boolean alive,
            int viewers,
            Pool slots,
            @JsonInclude(JsonInclude.Include.ALWAYS) ForwardLoad load) {}

    /** A forward's slots, each for one stripe of one viewer: what each use has of them, all that are taken, all there are. */
    record Pool(int roots, int firstPictures, int rescues, int taken, int total) {}

    /** A swarm; {@code size} counts also viewers that are not listed. */
    record Swarm(
            String stream,
            String state,
            int stripes,
            int size,
            int waiting,
            List<Slots> forwards,
            List<Viewer> viewers) {}

    /** A forward's slots in one swarm. */
    record Slots(String name, boolean alive, int viewers, int roots) {}

    /**
     * A viewer.
     *
     * @param waits the stripes for which it has no source
     * @param leases the stripes that it pulls from {@code forward} until the parent delivers
     * @param slots how many children the mesh lets it have
     * @param capacity how many it says that it can feed; −1 when it has not said so
     * @param proven how many of the children that are listed it is known to feed
     * @param depth for each stripe how many viewers lie above it; −1 when no forward is reached
     */
    record Viewer(
            String viewer,
            boolean share,
            boolean present,
            boolean root,
            long presentMillis,
            List<Source> sources,
            List<Integer> waits,
            @JsonInclude(JsonInclude.Include.ALWAYS) String forward,
            List<Integer> leases,
            @JsonInclude(JsonInclude.Include.ALWAYS) String standby,
            List<Edge> children,
            int slots,
            int capacity,
            int proven,
            List<Integer> depth,
            @JsonInclude(JsonInclude.Include.ALWAYS) Statistics statistics) {}

    /** Who feeds one stripe; {@code kind} is {@code forward} or {@code viewer}. */
    record Source(int stripe, String kind, String name, boolean connected) {}
}
