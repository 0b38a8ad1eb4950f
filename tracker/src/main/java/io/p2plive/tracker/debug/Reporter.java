/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.debug;

import io.p2plive.id.ViewerId;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.NodeMessage.ForwardLoad;
import io.p2plive.protocol.SwarmMessage.Edge;
import io.p2plive.tracker.debug.Report.Forward;
import io.p2plive.tracker.debug.Report.Pool;
import io.p2plive.tracker.debug.Report.Slots;
import io.p2plive.tracker.debug.Report.Source;
import io.p2plive.tracker.debug.Report.Swarm;
import io.p2plive.tracker.debug.Report.Viewer;
import io.p2plive.tracker.mesh.ForwardSlots.Usage;
import io.p2plive.tracker.mesh.ForwardView;
import io.p2plive.tracker.mesh.ViewerView;
import io.p2plive.tracker.mesh.ViewerView.PlaceView;
import io.p2plive.tracker.swarm.SwarmView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says what swarms and forwards look like, in the report's words. */
final class Reporter {
    private Reporter() {}

    /** A forward, as all the swarms use it. */
    static Forward forward(ForwardEntry entry, List<SwarmView> swarms, Usage usage, ForwardLoad load) {
        int viewers = swarms.stream()
                .flatMap(swarm -> swarm.forwards().stream())
                .filter(view -> view.name().equals(entry.name()))
                .mapToInt(ForwardView::viewers)
                .sum();
        Pool pool = new Pool(usage.roots(), usage.firstPictures(), usage.rescues(), usage.total(), usage.slots());
        return new Forward(entry.name(), entry.push(), entry.pull(), entry.alive(), viewers, pool, load);
    }

    static Swarm swarm(SwarmView view) {
        Map<ViewerId, Long> proven = view.members().stream()
                .flatMap(member -> member.mesh().places().stream())
                .filter(place -> place.parent() != null && place.isConnected())
                .collect(Collectors.groupingBy(PlaceView::parent, Collectors.counting()));
        return new Swarm(
                view.stream().value(),
                view.state().word(),
                view.stripes(),
                view.size(),
                view.waiting(),
                view.forwards().stream().map(Reporter::slots).toList(),
                view.members().stream()
                        .map(member -> viewer(
                                member,
                                proven.getOrDefault(member.mesh().viewer(), 0L).intValue()))
                        .toList());
    }

    private static Slots slots(ForwardView view) {
        return new Slots(view.name(), view.isAlive(), view.viewers(), view.roots());
    }

    private static Viewer viewer(SwarmView.Member member, int proven) {
        ViewerView mesh = member.mesh();
        List<PlaceView> places = mesh.places();
        return new Viewer(
                mesh.viewer().value(),
                mesh.shares(),
                mesh.isPresent(),
                mesh.isRoot(),
                member.presentMillis(),
                places.stream()
                        .map(place -> source(mesh, place))
                        .filter(Objects::nonNull)
                        .toList(),
                stripes(places, place -> place.parent() == null && !place.pulls()),
                mesh.forward(),
                stripes(places, place -> place.pulls() && place.parent() != null),
                mesh.standby() == null ? null : mesh.standby().value(),
                places.stream()
                        .flatMap(place -> place.children().stream().map(child -> new Edge(place.stripe(), child)))
                        .toList(),
                places.stream().mapToInt(PlaceView::slots).sum(),
                member.capacity(),
                proven,
                places.stream().map(PlaceView::depth).toList(),
                member.statistics());
    }

    private static List<Integer> stripes(List<PlaceView> places, Predicate<PlaceView> which) {
        return places.stream().filter(which).map(PlaceView::stripe).toList();
    }

    private static Source source(ViewerView viewer, PlaceView place) {
        if (place.parent() != null) {
            return new Source(place.stripe(), "viewer", place.parent().value(), place.isConnected());
        }
        return place.pulls() ? new Source(place.stripe(), "forward", viewer.forward(), true) : null;
    }
}
