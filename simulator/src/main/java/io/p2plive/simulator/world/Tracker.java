/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.id.ViewerId;
import io.p2plive.simulator.measure.EngineCost;
import io.p2plive.simulator.measure.EngineCost.Kind;
import io.p2plive.simulator.measure.Meters;
import io.p2plive.simulator.measure.ViewerRecord;
import io.p2plive.simulator.scenario.Scenario;
import io.p2plive.tracker.mesh.Arrival;
import io.p2plive.tracker.mesh.Assignment;
import io.p2plive.tracker.mesh.ForwardSlots;
import io.p2plive.tracker.mesh.ForwardState;
import io.p2plive.tracker.mesh.Link;
import io.p2plive.tracker.mesh.Loss;
import io.p2plive.tracker.mesh.Mesh;
import io.p2plive.tracker.mesh.MeshListener;
import io.p2plive.tracker.mesh.MeshTimes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The tracker: the very engine that the real one runs, with words that travel and decisions that are timed. Confined to
 * the run.
 */
final class Tracker {
    private static final long TICK_MICROS = 250_000;
    /** TCP and WebSocket hand-shakes, before the first word. */
    private static final int CONNECT_DELAYS = 4;

    private final EventQueue events;
    private final Delays delays;
    private final Meters meters;
    private final EngineCost cost;
    private final Wire wire = new Wire();
    private Mesh mesh;
    private final ForwardSlots slots;
    private final List<String> forwards = new ArrayList<>();
    private final Map<ViewerId, Member> members = new HashMap<>();

    Tracker(Scenario scenario, EventQueue events, Delays delays, Meters meters, RandomGenerator random) {
        this.events = events;
        this.delays = delays;
        this.meters = meters;
        this.cost = meters.engine;
        this.wire.tracker = this;
        this.slots = new ForwardSlots(scenario.mesh().slotsPerForward());
        this.mesh = new Mesh(scenario.mesh(), MeshTimes.DEFAULT, slots, wire, random, wire);
        List<ForwardState> states = new ArrayList<>();
        for (int i = 0; i < scenario.forwards(); i++) {
            forwards.add("forward-" + (i + 1));
            states.add(new ForwardState(forwards.get(i), true));
        }
        mesh.forwards(states);
        mesh.live(true);
        events.after(TICK_MICROS, this::onTick);
    }

    List<String> forwards() {
        return forwards;
    }

    Mesh mesh() {
        return mesh;
    }

    Member member(ViewerId id) {
        return members.get(id);
    }

    int slotsUsed() {
        int used = 0;
        for (String forward : forwards) {
            used += slots.usage(forward).total();
        }
        return used;
    }

    private void onTick() {
        cost.measure(Kind.TICK, mesh::tick);
        events.after(TICK_MICROS, this::onTick);
    }

    // ---- what viewers say

    void join(Member member, Arrival arrival) {
        members.put(member.id(), member);
        member.record().slots = arrival.shares() ? UploadEstimate.START_SLOTS : 0;
        long travelMicros = (CONNECT_DELAYS + 1) * delays.toServer(member.delayMicros());
        events.after(travelMicros, () -> {
            if (member.isHere()) {
                cost.measure(Kind.JOIN, () -> mesh.join(member.id(), arrival));
                events.after(2 * delays.toServer(member.delayMicros()), () -> sayFirst(member));
            }
        });
    }

    /** Who is welcomed says what it can, the same as the tracker takes it for. */
    private void sayFirst(Member member) {
        if (member.isHere()) {
            int count = member.record().slots;
            cost.measure(Kind.CAPACITY, () -> mesh.capacity(member.id(), count));
        }
    }

    void capacity(Member member, int count) {
        hear(member, Kind.CAPACITY, () -> {
            member.record().slots = count;
            mesh.capacity(member.id(), count);
        });
    }

    void measured(Member member, int rttMillis) {
        hear(member, Kind.MEASURED, () -> mesh.measured(member.id(), rttMillis));
    }

    void connected(Member member, int stripe, Member parent) {
        hear(member, Kind.CONNECTED, () -> mesh.connected(member.id(), stripe, parent.id()));
    }

    void lost(Member member, int stripe, Member parent, Loss reason) {
        hear(member, Kind.LOST, () -> mesh.lost(member.id(), stripe, parent.id(), reason));
    }

    void lostForward(Member member, int stripe, Forward forward) {
        hear(member, Kind.LOST, () -> mesh.lostForward(member.id(), stripe, forward.name));
    }

    /** Says goodbye; to be called when the member is gone already. */
    void leave(Member member) {
        events.after(
                delays.toServer(member.delayMicros()), () -> cost.measure(Kind.LEAVE, () -> mesh.leave(member.id())));
    }

    /** The connection breaks without a word. */
    void disconnected(Member member) {
        events.after(
                delays.toServer(member.delayMicros()),
                () -> cost.measure(Kind.DISCONNECTED, () -> mesh.disconnected(member.id())));
    }

    private void hear(Member member, Kind kind, Runnable word) {
        events.after(delays.toServer(member.delayMicros()), () -> {
            if (member.isHere()) {
                cost.measure(kind, word);
            }
        });
    }

    // ---- what the engine says

    private void onAssigned(ViewerId id, Assignment assignment) {
        Member member = members.get(id);
        if (member == null) {
            return;
        }
        audit(member.record(), assignment);
        events.after(delays.toServer(member.delayMicros()), () -> {
            if (member.isHere()) {
                member.onAssigned(assignment);
            }
        });
    }

    private void audit(ViewerRecord record, Assignment assignment) {
        if (assignment.children().size() > record.slots) {
            meters.onOverCapacity();
        }
        ViewerId[] parents = new ViewerId[record.parents.length];
        for (Link edge : assignment.parents()) {
            parents[edge.stripe()] = edge.viewer();
        }
        for (int stripe = 0; stripe < parents.length; stripe++) {
            ViewerId former = record.parents[stripe];
            if (parents[stripe] != null) {
                if (former != null && !former.equals(parents[stripe])) {
                    meters.onEdgeMoved();
                }
                record.parents[stripe] = parents[stripe];
            }
        }
    }

    /** All that the engine knows of the world around it, so that it can be taken out and weighed alone. */
    private static final class Wire implements MeshListener, LongSupplier {
        private Tracker tracker;

        @Override
        public void onAssigned(ViewerId viewer, Assignment assignment) {
            tracker.onAssigned(viewer, assignment);
        }

        @Override
        public void onWaiting(ViewerId viewer) {
            // Who waits is counted each second; nobody here is told.
        }

        @Override
        public long getAsLong() {
            return tracker.events.nowMicros() / 1_000;
        }
    }

    /** Takes the engine out; nothing works here afterwards. */
    Mesh takeOut() {
        Mesh taken = mesh;
        mesh = null;
        wire.tracker = null;
        return taken;
    }
}
