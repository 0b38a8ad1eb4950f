/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.debug;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.NodeMessage.ForwardLoad;
import io.p2plive.protocol.SwarmMessage.Edge;
import io.p2plive.protocol.SwarmMessage.Statistics;
import io.p2plive.tracker.mesh.ForwardSlots;
import io.p2plive.tracker.mesh.ForwardView;
import io.p2plive.tracker.mesh.ViewerView;
import io.p2plive.tracker.mesh.ViewerView.PlaceView;
import io.p2plive.tracker.swarm.SwarmView;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
     * @param slots its slots, each for one stripe of one viewer, all streams together
     * @param load what it says itself, or null
     */
    record Forward(
            String name,
            String push,
            String pull,
            boolean alive,
            int viewers,
            ForwardSlots.Usage slots,
            @JsonInclude(JsonInclude.Include.ALWAYS) ForwardLoad load) {}

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
     * @param leases the stripes that it pulls from {@code forward} until the parent delivers
     * @param depth for each stripe how many viewers lie above it; −1 when no forward is reached
     */
    record Viewer(
            String viewer,
            boolean share,
            boolean present,
            boolean root,
            long presentMillis,
            List<Source> sources,
            @JsonInclude(JsonInclude.Include.ALWAYS) String forward,
            List<Integer> leases,
            List<Edge> children,
            List<Integer> depth,
            @JsonInclude(JsonInclude.Include.ALWAYS) Statistics statistics) {}

    /** Who feeds one stripe; {@code kind} is {@code forward} or {@code viewer}. */
    record Source(int stripe, String kind, String name, boolean connected) {}

    static Forward forward(
            ForwardEntry entry, List<SwarmView> swarms, ForwardSlots slots, Map<String, ForwardLoad> loads) {
        List<ForwardView> uses = swarms.stream()
                .flatMap(swarm -> swarm.forwards().stream())
                .filter(view -> view.name().equals(entry.name()))
                .toList();
        return new Forward(
                entry.name(),
                entry.push(),
                entry.pull(),
                entry.alive(),
                uses.stream().mapToInt(ForwardView::viewers).sum(),
                slots.usage(entry.name()),
                loads.get(entry.name()));
    }

    static Swarm swarm(SwarmView view) {
        return new Swarm(
                view.stream().value(),
                view.state().word(),
                view.stripes(),
                view.size(),
                view.waiting(),
                view.forwards().stream().map(Report::slots).toList(),
                view.members().stream().map(Report::viewer).toList());
    }

    private static Slots slots(ForwardView view) {
        return new Slots(view.name(), view.isAlive(), view.viewers(), view.roots());
    }

    private static Viewer viewer(SwarmView.Member member) {
        ViewerView mesh = member.mesh();
        return new Viewer(
                mesh.viewer().value(),
                mesh.shares(),
                mesh.isPresent(),
                mesh.isRoot(),
                member.presentMillis(),
                mesh.places().stream()
                        .map(place -> source(mesh, place))
                        .filter(Objects::nonNull)
                        .toList(),
                mesh.forward(),
                mesh.places().stream()
                        .filter(place -> place.pulls() && place.parent() != null)
                        .map(PlaceView::stripe)
                        .toList(),
                mesh.places().stream()
                        .flatMap(place -> place.children().stream().map(child -> new Edge(place.stripe(), child)))
                        .toList(),
                mesh.places().stream().map(PlaceView::depth).toList(),
                member.statistics());
    }

    private static Source source(ViewerView viewer, PlaceView place) {
        if (place.parent() != null) {
            return new Source(place.stripe(), "viewer", place.parent().value(), place.isConnected());
        }
        return place.pulls() ? new Source(place.stripe(), "forward", viewer.forward(), true) : null;
    }
}
