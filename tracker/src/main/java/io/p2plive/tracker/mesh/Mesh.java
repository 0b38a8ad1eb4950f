/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.id.ViewerId;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * One swarm's graph: events go in, assignments come out. For each stripe every viewer has one source, a forward or
 * another viewer, and the slots of viewers and forwards are counted here as they are given, never as they are reported.
 * An event costs about O(log n), whatever the size of the swarm.
 *
 * <p>Confined to whoever calls it.
 */
public final class Mesh {
    /** So many of those who wait are tried after each event; a tick tries more. */
    static final int MAX_WAITING_TRIES = 32;

    private static final int MAX_STANDBYS_PER_EVENT = 2;
    private static final int MAX_STANDBYS_PER_TICK = 256;

    private final Graph graph;
    private final Weaver weaver;
    private final Standbys standbys;
    private final Climbing climbing;
    private final Losses losses;
    private final Returns returns;
    private final Upkeep upkeep;
    private final MeshListener listener;

    /**
     * A mesh without viewers and forwards.
     *
     * @param slots the forwards' slots, which other meshes may use too
     * @param clockMillis a clock that never goes back
     * @param random breaks ties among equally good parents
     */
    public Mesh(
            MeshSettings settings,
            MeshTimes times,
            ForwardSlots slots,
            LongSupplier clockMillis,
            RandomGenerator random,
            MeshListener listener) {
        this.graph = new Graph(settings, slots, clockMillis);
        this.standbys = new Standbys(graph, random);
        this.weaver = new Weaver(graph, new ParentSelector(graph, random), standbys);
        this.climbing = new Climbing(graph, weaver);
        this.losses = new Losses(graph, weaver, standbys, times);
        this.returns = new Returns(graph, weaver, times);
        this.upkeep = new Upkeep(graph, weaver, losses, returns, times);
        this.listener = listener;
    }

    /**
     * A viewer comes, or comes back with the edges that it still has; a newcomer has none. Who is here already is taken
     * at its new word.
     */
    public void join(ViewerId id, Arrival arrival) {
        Viewer viewer = returns.enter(id, arrival);
        standbys.want(viewer);
        settle();
    }

    /** A viewer says how many children it can feed now. Less is believed at once, more only as far as it is proved. */
    public void capacity(ViewerId id, int slots) {
        Viewer viewer = graph.viewer(id);
        if (viewer == null || !viewer.isPresent()) {
            return;
        }
        viewer.allowed = Math.max(0, slots);
        graph.openSlots(viewer);
        losses.shed(viewer);
        climbing.consider(viewer);
        settle();
    }

    /** The shortest round trip that a viewer measured to one of its neighbours. */
    public void measured(ViewerId id, int rttMillis) {
        Viewer viewer = graph.viewer(id);
        if (viewer != null) {
            viewer.rttMillis = rttMillis;
        }
    }

    /** A parent has delivered: the lease for that stripe is returned. Ignored when it is not the parent now. */
    public void connected(ViewerId id, int stripe, ViewerId parent) {
        Place place = place(id, stripe);
        if (place == null || place.parent == null || !place.parent.viewer.id.equals(parent)) {
            return;
        }
        place.isConnected = true;
        place.viewer.failures = 0;
        place.viewer.wasFed = true;
        Viewer feeder = place.parent.viewer;
        standbys.want(place.viewer);
        feeder.isProven = true;
        feeder.refusals = 0;
        feeder.proved = Math.max(feeder.proved, place.parent.connectedChildren());
        graph.refresh(place.viewer);
        graph.openSlots(feeder);
        climbing.consider(feeder);
        graph.stopPulling(place);
        graph.letGo(place);
        settle();
    }

    /**
     * A parent no longer delivers, or a standby cannot be reached. Ignored when it is neither now; but a neighbour's word ends the grace of who
     * is away.
     */
    public void lost(ViewerId id, int stripe, ViewerId parent, Loss loss) {
        Place place = place(id, stripe);
        Viewer other = graph.viewer(parent);
        if (place == null || other == null) {
            return;
        }
        if (place.heldBy == other) {
            graph.letGoOf(place);
        } else if (other.presence == Presence.AWAY && areNeighbours(place.viewer, other)) {
            losses.viewerLeft(other);
        } else if (place.parent != null && place.parent.viewer == other) {
            losses.parentLost(place, loss);
        } else if (place.viewer.standby == other) {
            losses.standbyLost(place.viewer, loss);
        }
        settle();
    }

    private static boolean areNeighbours(Viewer one, Viewer other) {
        return one.isChildOf(other) || other.isChildOf(one);
    }

    /** A forward no longer delivers to a viewer. Ignored when the viewer does not pull that stripe there now. */
    public void lostForward(ViewerId id, int stripe, String forward) {
        Place place = place(id, stripe);
        if (place == null || place.pull == Pull.NONE || !place.viewer.forward.name.equals(forward)) {
            return;
        }
        losses.forwardLost(place.viewer);
        settle();
    }

    /** A viewer goes: its children get new sources at once. */
    public void leave(ViewerId id) {
        Viewer viewer = graph.viewer(id);
        if (viewer != null && viewer.presence != Presence.EXPECTED) {
            losses.viewerLeft(viewer);
            settle();
        }
    }

    /** A viewer's connection broke, though its links may work: it keeps its place for a moment. */
    public void disconnected(ViewerId id) {
        Viewer viewer = graph.viewer(id);
        if (viewer != null && viewer.isPresent()) {
            upkeep.begin(viewer);
            settle();
        }
    }

    /** What is known of all forwards now; one that is not named is not to be used any more. */
    public void forwards(List<ForwardState> states) {
        graph.forwards().update(states).forEach(losses::forwardDied);
        settle();
    }

    /** Whether the stream is being pushed; while it is not, nobody is blamed for delivering nothing. */
    public void live(boolean isLive) {
        upkeep.live(isLive);
    }

    /** Time has passed. To be called a few times a second. */
    public void tick() {
        upkeep.tick();
        climbing.tick();
        standbys.assign(MAX_STANDBYS_PER_TICK);
        settle();
    }

    /** The place of somebody who is there, or null. */
    private Place place(ViewerId id, int stripe) {
        Viewer viewer = graph.viewer(id);
        return viewer == null || !viewer.isPresent() || stripe >= graph.stripes() ? null : viewer.places[stripe];
    }

    private void settle() {
        weaver.retryWaiting(MAX_WAITING_TRIES);
        standbys.assign(MAX_STANDBYS_PER_EVENT);
        List.copyOf(graph.changed()).forEach(standbys::dropIfParent);
        List<Viewer> changed = List.copyOf(graph.changed());
        graph.changed().clear();
        changed.stream().filter(Viewer::isPresent).forEach(this::tell);
    }

    private void tell(Viewer viewer) {
        Assignment assignment = viewer.assignment();
        if (!assignment.equals(viewer.told)) {
            viewer.told = assignment;
            listener.onAssigned(viewer.id, assignment);
        }
        boolean isWaiting = weaver.isWaiting(viewer);
        if (isWaiting && !viewer.wasToldToWait) {
            listener.onWaiting(viewer.id);
        }
        viewer.wasToldToWait = isWaiting;
    }

    /** Gives back what its viewers have of the forwards' slots: the mesh is not used any more. */
    public void end() {
        graph.forwards().releaseAll();
    }

    /** How many viewers are known, those that are away included. */
    public int size() {
        return graph.viewers().size();
    }

    /** How many places have no source. */
    public int waiting() {
        return weaver.waiting();
    }

    /** The number of stripes. */
    public int stripes() {
        return graph.stripes();
    }

    /** One viewer, to look at. */
    public Optional<ViewerView> viewer(ViewerId id) {
        return Optional.ofNullable(graph.viewer(id)).map(Viewer::view);
    }

    /** All viewers, to look at, longest here first; to be used up before the next event. */
    public Stream<ViewerView> viewers() {
        return graph.viewers().stream().map(Viewer::view);
    }

    /** All forwards, to look at. */
    public List<ForwardView> forwardViews() {
        return graph.forwards().views();
    }

    /** The graph itself, for tests of its invariants. */
    Graph graph() {
        return graph;
    }
}
