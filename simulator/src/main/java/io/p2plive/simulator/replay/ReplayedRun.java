/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.replay;

import io.p2plive.id.ViewerId;
import io.p2plive.simulator.measure.EngineCost;
import io.p2plive.simulator.measure.EngineCost.Kind;
import io.p2plive.simulator.measure.Shape;
import io.p2plive.tracker.journal.LogEntry;
import io.p2plive.tracker.journal.MeshEvent;
import io.p2plive.tracker.mesh.Assignment;
import io.p2plive.tracker.mesh.Link;
import io.p2plive.tracker.mesh.Mesh;
import io.p2plive.tracker.mesh.MeshListener;
import io.p2plive.tracker.mesh.MeshSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is seen of one run of a log while it happens again. Confined to the replay. */
public final class ReplayedRun implements MeshListener {
    private static final long SAMPLE_MILLIS = 1_000;
    /** Large meshes are looked at less often. */
    private static final int VIEWERS_PER_MILLI = 20;

    /** What is left is of the forwards. */
    private static final Map<Class<? extends MeshEvent>, Kind> KINDS = Map.of(
            MeshEvent.Join.class, Kind.JOIN,
            MeshEvent.Connected.class, Kind.CONNECTED,
            MeshEvent.Capacity.class, Kind.CAPACITY,
            MeshEvent.Measured.class, Kind.MEASURED,
            MeshEvent.Lost.class, Kind.LOST,
            MeshEvent.LostForward.class, Kind.LOST,
            MeshEvent.Leave.class, Kind.LEAVE,
            MeshEvent.Disconnected.class, Kind.DISCONNECTED,
            MeshEvent.Tick.class, Kind.TICK);

    /** How the mesh was at a moment. Immutable. */
    public record Sample(long atMillis, int waiting, Shape shape) {}

    private final MeshSettings settings;
    private final EngineCost cost = new EngineCost();
    private final List<Sample> samples = new ArrayList<>();
    private final Map<ViewerId, Set<Link>> given = new HashMap<>();
    private final Map<ViewerId, Integer> said = new HashMap<>();
    private final long beganMillis;
    private long lastMillis;
    private long nextSampleMillis;
    private long decisions;
    private long strangeReports;
    private long overCapacity;
    private String fault;

    ReplayedRun(MeshSettings settings, long beganMillis) {
        this.settings = settings;
        this.beganMillis = beganMillis;
        this.lastMillis = beganMillis;
        this.nextSampleMillis = beganMillis + SAMPLE_MILLIS;
    }

    /** Lets an entry happen and looks at what it costs, and from time to time at what it makes of the mesh. */
    void happen(long atMillis, LogEntry entry, Runnable happening, Mesh mesh) {
        while (atMillis >= nextSampleMillis) {
            look(nextSampleMillis, mesh);
            long pauseMillis = SAMPLE_MILLIS + mesh.size() / VIEWERS_PER_MILLI;
            nextSampleMillis += pauseMillis * Math.max(1, (atMillis - nextSampleMillis) / pauseMillis);
        }
        lastMillis = atMillis;
        if (entry instanceof MeshEvent event) {
            note(event);
            cost.measure(KINDS.getOrDefault(event.getClass(), Kind.FORWARDS), happening);
        } else {
            happening.run();
        }
    }

    /** Looks once more: the log is over. */
    void finish(Mesh mesh) {
        look(lastMillis, mesh);
    }

    private void look(long atMillis, Mesh mesh) {
        samples.add(new Sample(atMillis - beganMillis, mesh.waiting(), Shape.of(mesh)));
        if (fault == null) {
            long second = (atMillis - beganMillis) / 1_000;
            fault = MeshAudit.firstFault(mesh.viewers(), settings)
                    .map(words -> "at second " + second + ": " + words)
                    .orElse(null);
        }
    }

    /** A log holds no decisions, but viewers report parents: one that was never given here was decided otherwise there. */
    private void note(MeshEvent event) {
        if (event instanceof MeshEvent.Join join) {
            Set<Link> links = new HashSet<>(join.parents());
            given.merge(join.viewer(), links, ReplayedRun::union);
            said.put(join.viewer(), join.shares() ? settings.maxChildren() : 0);
        } else if (event instanceof MeshEvent.Connected connected) {
            compare(connected.viewer(), new Link(connected.stripe(), connected.parent()));
        } else if (event instanceof MeshEvent.Lost lost) {
            compare(lost.viewer(), new Link(lost.stripe(), lost.parent()));
        } else if (event instanceof MeshEvent.Capacity capacity) {
            said.put(capacity.viewer(), capacity.slots());
        }
    }

    private static Set<Link> union(Set<Link> one, Set<Link> other) {
        one.addAll(other);
        return one;
    }

    private void compare(ViewerId viewer, Link parent) {
        strangeReports += given.getOrDefault(viewer, Set.of()).contains(parent) ? 0 : 1;
    }

    @Override
    public void onAssigned(ViewerId viewer, Assignment assignment) {
        decisions++;
        given.computeIfAbsent(viewer, id -> new HashSet<>()).addAll(assignment.parents());
        overCapacity += assignment.children().size() > said.getOrDefault(viewer, settings.maxChildren()) ? 1 : 0;
    }

    @Override
    public void onWaiting(ViewerId viewer) {
        decisions++;
    }

    /** What each kind of event cost. */
    public EngineCost cost() {
        return cost;
    }

    /** The mesh second by second; where nothing happened for longer, after that. */
    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** From the beginning to the last entry. */
    public long lastedMillis() {
        return lastMillis - beganMillis;
    }

    /** What the mesh told viewers. */
    public long decisions() {
        return decisions;
    }

    /** Reports of parents that this build never gave: none where it decides as the tracker did. */
    public long strangeReports() {
        return strangeReports;
    }

    /** Assignments with more children than the viewer said it can feed. */
    public long overCapacity() {
        return overCapacity;
    }

    /** How often the mesh was looked at as a whole. */
    public long audits() {
        return samples.size();
    }

    /** The first thing that was wrong with the mesh. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }
}
