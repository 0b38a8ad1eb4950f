/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.id.StreamName;
import io.p2plive.id.ViewerId;
import io.p2plive.net.HostPort;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.SwarmMessage.ForwardSource;
import io.p2plive.protocol.SwarmMessage.Sources;
import io.p2plive.protocol.SwarmMessage.Wait;
import io.p2plive.tracker.mesh.Assignment;
import io.p2plive.tracker.mesh.ForwardView;
import io.p2plive.tracker.mesh.MeshListener;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Turns the mesh's decisions into messages to the members. Of all that is decided about one of them in one turn of the loop, it
 * is told the last: when many come at once, most of what is decided is soon decided anew.
 *
 * <p>Confined to the swarm's loop.
 */
final class Assignments implements MeshListener {
    private static final long RETRY_MILLIS = 1_000;

    private final StreamName stream;
    private final Map<ViewerId, Member> members;
    private final LongSupplier clockMillis;
    private final Supplier<List<ForwardView>> forwardViews;
    private final Executor later;
    private final Map<String, String> pullUrls = new HashMap<>();
    private final Map<Member, Assignment> decided = new LinkedHashMap<>();

    /**
     * Turns nothing yet.
     *
     * @param forwardViews what is taken of the forwards now
     * @param later runs something at the end of this turn of the loop
     */
    Assignments(
            StreamName stream,
            Map<ViewerId, Member> members,
            LongSupplier clockMillis,
            Supplier<List<ForwardView>> forwardViews,
            Executor later) {
        this.stream = stream;
        this.members = members;
        this.clockMillis = clockMillis;
        this.forwardViews = forwardViews;
        this.later = later;
    }

    /** Learns where forwards are. One that is struck off the list may still have viewers, so its address is kept. */
    void forwards(List<ForwardEntry> entries) {
        if (pullUrls.size() > Limits.MAX_FORWARDS) {
            pullUrls.clear();
        }
        entries.forEach(entry -> pullUrls.put(entry.name(), entry.pull()));
    }

    @Override
    public void onAssigned(ViewerId viewer, Assignment assignment) {
        Member member = members.get(viewer);
        if (member == null) {
            return;
        }
        if (decided.isEmpty()) {
            later.execute(this::tell);
        }
        decided.put(member, assignment);
    }

    /** Tells everybody what has been decided up to now. */
    void tell() {
        Map<Member, Assignment> all = new LinkedHashMap<>(decided);
        decided.clear();
        all.forEach(this::tell);
    }

    private void tell(Member member, Assignment assignment) {
        if (members.get(member.id) != member) {
            return;
        }
        member.introduce(assignment, clockMillis.getAsLong());
        member.outlet.send(new Sources(
                member.nextRevision(),
                forward(assignment, member),
                MeshTerms.edges(assignment.parents()),
                MeshTerms.edges(assignment.children()),
                assignment.standby(),
                assignment.spares()));
    }

    private ForwardSource forward(Assignment assignment, Member member) {
        String pull = assignment.forward() == null ? null : pullUrls.get(assignment.forward());
        if (pull == null) {
            return null;
        }
        return new ForwardSource(
                assignment.forward(), url(pull, member.reachedAs, stream), assignment.forwardStripes());
    }

    /** Where a viewer that reached the tracker by some host finds the stream on a forward. */
    static String url(String pull, String reachedAs, StreamName stream) {
        String url = HostPort.reachable(pull, reachedAs);
        boolean hasPath = url.indexOf('/', url.indexOf("://") + 3) >= 0;
        return url + (hasPath ? "" : "/") + "?stream=" + stream;
    }

    @Override
    public void onWaiting(ViewerId viewer) {
        Member member = members.get(viewer);
        if (member != null) {
            Assignment before = decided.remove(member);
            if (before != null) {
                tell(member, before);
            }
            String message = WaitText.of(forwardViews.get(), member.watches());
            member.outlet.send(new Wait(RefusalReason.NO_SOURCE, message, RETRY_MILLIS));
        }
    }
}
