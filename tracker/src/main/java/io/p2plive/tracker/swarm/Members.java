/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.id.StreamName;
import io.p2plive.id.ViewerId;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.NodeMessage.StreamSummary;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.StreamState;
import io.p2plive.protocol.SwarmMessage.Connected;
import io.p2plive.protocol.SwarmMessage.Join;
import io.p2plive.protocol.SwarmMessage.Lost;
import io.p2plive.protocol.SwarmMessage.Move;
import io.p2plive.protocol.SwarmMessage.Refused;
import io.p2plive.protocol.SwarmMessage.Statistics;
import io.p2plive.protocol.SwarmMessage.ToViewer;
import io.p2plive.protocol.SwarmMessage.Welcome;
import io.p2plive.tracker.journal.MeshEvent;
import io.p2plive.tracker.mesh.Arrival;
import io.p2plive.tracker.mesh.Mesh;
import io.p2plive.tracker.mesh.ViewerView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is in a swarm, and what follows for the others from what each of them says. Confined to the swarm's loop. */
final class Members {
    private static final Logger log = LoggerFactory.getLogger(Members.class);
    private static final int SHUTDOWN = 1001;
    private static final int BROKEN_RULE = 1008;
    /** What is beyond this was not measured, but made up. */
    private static final int MAX_RTT_MILLIS = 60_000;

    private final StreamName stream;
    private final Turns turns;
    private final Map<ViewerId, Member> members = new LinkedHashMap<>();
    private final Assignments assignments;
    private final Weaving weaving;
    private final Tally tally = new Tally();
    private List<ForwardEntry> forwards = List.of();
    private StreamState state = StreamState.WAITING;

    /** Nobody yet. */
    Members(StreamName stream, Commons commons, Turns turns) {
        this.stream = stream;
        this.turns = turns;
        this.assignments = new Assignments(stream, members, turns, () -> mesh().forwardViews());
        this.weaving = new Weaving(stream, commons, turns.clockMillis(), assignments);
    }

    private Mesh mesh() {
        return weaving.mesh();
    }

    private long nowMillis() {
        return turns.nowMillis();
    }

    /** Null when it is not here. */
    Member get(ViewerId id) {
        return members.get(id);
    }

    /** Whether nobody is here, and nobody's place is kept. */
    boolean isEmpty() {
        return members.isEmpty() && mesh().size() == 0;
    }

    void onJoin(Outlet outlet, Visit visit, Join join) {
        ViewerId id = join.viewer();
        Member former = members.put(id, new Member(id, outlet, join.share(), visit.origin(), visit.reachedAs()));
        if (former != null) {
            former.outlet.close(BROKEN_RULE, "too-many: another connection with this key took its place");
        }
        tally.joined(nowMillis());
        log.debug(
                "viewer joined stream={} viewer={} share={} edges={} viewers={}",
                stream,
                id,
                join.share(),
                join.parents().size() + join.children().size(),
                members.size());
        outlet.send(new Welcome(Limits.PROTOCOL_VERSION, id, mesh().stripes()));
        Arrival arrival = new Arrival(
                join.share(), visit.origin(), MeshTerms.links(join.parents()), MeshTerms.links(join.children()));
        weaving.happen(MeshEvent.Join.of(id, arrival));
    }

    void onSignal(Member sender, PassedOn message) {
        Member receiver = members.get(message.to());
        if (!sender.knows(message.to(), nowMillis())) {
            sender.outlet.send(
                    new Refused(RefusalReason.NOT_INTRODUCED, "you were not told of that viewer", message.type()));
        } else if (receiver == null) {
            sender.outlet.send(
                    new Refused(RefusalReason.UNKNOWN_VIEWER, "that viewer is not here now", message.type()));
        } else {
            assignments.hasten(receiver);
            receiver.outlet.pass(message);
        }
    }

    void onConnected(Member member, Connected connected) {
        weaving.happen(new MeshEvent.Connected(member.id, connected.stripe(), connected.viewer()));
    }

    void onLost(Member member, Lost lost) {
        tally.lost(lost.reason(), nowMillis());
        log.debug(
                "source lost stream={} viewer={} source={} reason={}",
                stream,
                member.id,
                lost.viewer() == null ? "forward" : lost.viewer(),
                lost.reason().word());
        weaving.happen(MeshTerms.event(member.id, lost));
    }

    void onStatistics(Member member, Statistics statistics) {
        member.statistics = statistics;
        int rttMillis = statistics.rttMillis();
        if (rttMillis >= 0 && rttMillis <= MAX_RTT_MILLIS && rttMillis != member.rttMillis) {
            member.rttMillis = rttMillis;
            weaving.happen(new MeshEvent.Measured(member.id, rttMillis));
        }
    }

    void onCapacity(Member member, int slots) {
        member.capacity = slots;
        weaving.happen(new MeshEvent.Capacity(member.id, slots));
    }

    void onLeave(Member member) {
        members.remove(member.id);
        tally.left(nowMillis());
        log.debug("viewer left stream={} viewer={} viewers={}", stream, member.id, members.size());
        weaving.happen(new MeshEvent.Leave(member.id));
    }

    void onDisconnected(Member member) {
        members.remove(member.id);
        tally.disconnected(nowMillis());
        log.debug("viewer disconnected stream={} viewer={} viewers={}", stream, member.id, members.size());
        weaving.happen(new MeshEvent.Disconnected(member.id));
    }

    void onForwards(List<ForwardEntry> entries) {
        forwards = List.copyOf(entries);
        assignments.forwards(forwards);
        weaving.happen(new MeshEvent.Forwards(MeshTerms.states(forwards)));
    }

    void onStream(StreamSummary summary) {
        state = summary.state();
        int stripes = summary.stripes();
        if (stripes > 0 && stripes <= Limits.MAX_STRIPES && stripes != mesh().stripes()) {
            weaveAnew(stripes);
        }
        weaving.happen(new MeshEvent.Live(state == StreamState.LIVE));
    }

    /** No edge means anything for another number of stripes: everybody begins anew. */
    private void weaveAnew(int stripes) {
        log.info("swarm rewoven stream={} stripes={} viewers={}", stream, stripes, members.size());
        assignments.tell();
        weaving.restart(stripes);
        onForwards(forwards);
        for (Member member : List.copyOf(members.values())) {
            member.outlet.send(new Welcome(Limits.PROTOCOL_VERSION, member.id, stripes));
            member.startAnew();
            weaving.happen(MeshEvent.Join.of(member.id, Arrival.newcomer(member.shares, member.origin)));
        }
    }

    void onTick() {
        weaving.happen(new MeshEvent.Tick());
        tally.due(nowMillis())
                .ifPresent(sum -> log.info(
                        "swarm stream={} viewers={} waiting={} {}", stream, members.size(), mesh().waiting(), sum));
    }

    /** Sends everybody to another tracker. */
    void move() {
        ToViewer move =
                new Move("shutting-down", "this tracker stops; ask coordinate for another, and keep your links");
        for (Member member : members.values()) {
            member.outlet.send(move);
            member.outlet.close(SHUTDOWN, "shutting-down");
        }
        members.clear();
    }

    void end() {
        weaving.end();
    }

    /** All as it is now, with at most so many listed. */
    SwarmView view(int maxMembers) {
        Mesh mesh = mesh();
        List<SwarmView.Member> listed =
                mesh.viewers().limit(maxMembers).map(this::view).toList();
        return new SwarmView(stream, state, mesh.stripes(), mesh.size(), mesh.waiting(), mesh.forwardViews(), listed);
    }

    private SwarmView.Member view(ViewerView view) {
        long presentMillis = nowMillis() - view.joinedMillis();
        Member member = members.get(view.viewer());
        return member == null
                ? new SwarmView.Member(view, presentMillis, -1, null)
                : new SwarmView.Member(view, presentMillis, member.capacity, member.statistics);
    }
}
