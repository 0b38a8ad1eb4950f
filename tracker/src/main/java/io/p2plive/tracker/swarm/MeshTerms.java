/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.id.ViewerId;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.SwarmMessage.Edge;
import io.p2plive.protocol.SwarmMessage.LossReason;
import io.p2plive.protocol.SwarmMessage.Lost;
import io.p2plive.tracker.journal.MeshEvent;
import io.p2plive.tracker.mesh.ForwardState;
import io.p2plive.tracker.mesh.Link;
import io.p2plive.tracker.mesh.Loss;
import java.util.List;

/** What the protocol says, in the mesh's terms, and back. */
final class MeshTerms {
    private MeshTerms() {}

    static List<Link> links(List<Edge> edges) {
        return edges.stream()
                .map(edge -> new Link(edge.stripe(), edge.viewer()))
                .toList();
    }

    static List<Edge> edges(List<Link> links) {
        return links.stream()
                .map(link -> new Edge(link.stripe(), link.viewer()))
                .toList();
    }

    static Loss loss(LossReason reason) {
        return switch (reason) {
            case CONNECT_FAILED -> Loss.UNREACHABLE;
            case INVALID_DATA -> Loss.CORRUPT;
            case SLOW -> Loss.SLOW;
            case CLOSED, SILENT, BYE, REFUSED -> Loss.BROKEN;
        };
    }

    static MeshEvent event(ViewerId viewer, Lost lost) {
        return lost.viewer() == null
                ? new MeshEvent.LostForward(viewer, lost.stripe(), lost.forward())
                : new MeshEvent.Lost(viewer, lost.stripe(), lost.viewer(), loss(lost.reason()));
    }

    static List<ForwardState> states(List<ForwardEntry> entries) {
        return entries.stream()
                .map(entry -> new ForwardState(entry.name(), entry.alive()))
                .toList();
    }
}
