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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Turns the mesh's decisions into messages to the members. Of all that is decided about one of them in one turn of the loop, it
 * is told the last: when many come at once, most of what is decided is soon decided anew. What is not urgent waits a
 * little more, and goes out with the next message that is passed on to that member: mostly the newcomer's own.
 *
 * <p>Confined to the swarm's loop.
 */
final class Assignments implements MeshListener {
    private static final long RETRY_MILLIS = 1_000;
    /** Hosts are named by viewers as they like. */
    private static final int MAX_URLS = 256;

    private final StreamName stream;
    private final Map<ViewerId, Member> members;
    private final Turns turns;
    private final Supplier<List<ForwardView>> forwardViews;
    private final Map<String, String> pullUrls = new HashMap<>();
    private final Map<Address, String> urls = new HashMap<>();
    private final Map<Member, Assignment> decided = new LinkedHashMap<>();
    /** Those who are to be told soon. */
    private final Set<Member> waiting = new LinkedHashSet<>();

    /** A forward as it is advertised, and the host by which somebody reached the tracker. */
    private record Address(String pull, String reachedAs) {}

    /**
     * Turns nothing yet.
     *
     * @param forwardViews what is taken of the forwards now
     */
    Assignments(
            StreamName stream, Map<ViewerId, Member> members, Turns turns, Supplier<List<ForwardView>> forwardViews) {
        this.stream = stream;
        this.members = members;
        this.turns = turns;
        this.forwardViews = forwardViews;
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
            turns.atEnd().execute(this::assign);
        }
        decided.put(member, assignment);
    }

    private void assign() {
        Map<Member, Assignment> all = new LinkedHashMap<>(decided);
        decided.clear();
        all.forEach(this::assign);
    }

    private void assign(Member member, Assignment assignment) {
        if (members.get(member.id) != member) {
            return;
        }
        boolean canWait = member.canWaitFor(assignment, turns.nowMillis());
        member.assign(assignment, turns.nowMillis());
        if (!canWait) {
            tell(member);
            return;
        }
        if (waiting.isEmpty()) {
            turns.soon().execute(this::tellWaiting);
        }
        waiting.add(member);
    }

    private void tellWaiting() {
        List<Member> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(this::tell);
    }

    /** Tells everybody what has been decided up to now. */
    void tell() {
        assign();
        tellWaiting();
    }

    /** Tells a member at once what could have waited. */
    void hasten(Member member) {
        if (waiting.remove(member)) {
            tell(member);
        }
    }

    private void tell(Member member) {
        if (members.get(member.id) != member || !member.learns()) {
            return;
        }
        Assignment assignment = member.assignment();
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
        if (urls.size() > MAX_URLS) {
            urls.clear();
        }
        String url = urls.computeIfAbsent(
                new Address(pull, member.reachedAs), address -> url(address.pull, address.reachedAs, stream));
        return new ForwardSource(assignment.forward(), url, assignment.forwardStripes());
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
                assign(member, before);
            }
            hasten(member);
            String message = WaitText.of(forwardViews.get(), member.watches());
            member.outlet.send(new Wait(RefusalReason.NO_SOURCE, message, RETRY_MILLIS));
        }
    }
}
