/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.tracker.mesh.ForwardSlots.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Mends what breaks: a viewer goes, a parent fails, a forward fails or dies. Only the top of an orphaned subtree moves.
 *
 * <p>Confined to the mesh's caller.
 */
final class Losses {
    private final Graph graph;
    private final Weaver weaver;
    private final Standbys standbys;
    private final MeshTimes times;

    Losses(Graph graph, Weaver weaver, Standbys standbys, MeshTimes times) {
        this.graph = graph;
        this.weaver = weaver;
        this.standbys = standbys;
        this.times = times;
    }

    /** What somebody who goes leaves behind in one tree. */
    private record Vacancy(Place formerParent, boolean stood, List<Place> orphans) {}

    /** A viewer is gone: its children get new sources. */
    void viewerLeft(Viewer viewer) {
        weaver.stopWaiting(viewer);
        List<Vacancy> vacancies = new ArrayList<>(viewer.places.length);
        for (Place place : viewer.places) {
            vacancies.add(new Vacancy(place.parent, place.pull == Pull.STANDING, List.copyOf(place.children)));
            if (place.parent != null) {
                graph.unlink(place);
            }
            vacancies.get(place.stripe).orphans().forEach(graph::unlink);
        }
        graph.stopPulling(viewer);
        standbys.forget(viewer);
        graph.remove(viewer);
        vacancies.forEach(this::fill);
    }

    /** What the one who left was given goes to the orphan on whom most depends; the others look elsewhere. */
    private void fill(Vacancy vacancy) {
        vacancy.orphans().stream()
                .filter(orphan -> orphan.viewer.isPresent())
                .max(Comparator.comparingInt(orphan -> graph.tree(orphan.stripe).height(orphan)))
                .ifPresent(heir -> inherit(heir, vacancy));
        vacancy.orphans().forEach(weaver::rescue);
    }

    private void inherit(Place heir, Vacancy vacancy) {
        if (vacancy.stood()) {
            weaver.succeed(heir);
            return;
        }
        Place parent = vacancy.formerParent();
        if (parent == null
                || !parent.viewer.isPresent()
                || !parent.hasFreeSlot()
                || heir.viewer.avoided.contains(parent.viewer.id, graph.nowMillis())) {
            return;
        }
        if (graph.link(parent, heir, false)) {
            graph.lease(heir, Use.RESCUE);
        }
    }

    /** A parent no longer feeds a child, though both are there. */
    void parentLost(Place place, Loss loss) {
        Viewer child = place.viewer;
        Viewer parent = place.parent.viewer;
        long pauseMillis = pauseMillis(loss);
        child.avoided.add(parent.id, graph.nowMillis() + pauseMillis);
        if (loss == Loss.UNREACHABLE) {
            child.failures++;
            parent.refusals++;
            parent.avoided.add(child.id, graph.nowMillis() + pauseMillis);
        }
        if (child.standby == parent) {
            standbys.drop(child);
            standbys.want(child);
        }
        Place feeding = place.parent;
        graph.unlink(place);
        if (loss == Loss.SLOW) {
            parent.proved = Math.min(parent.proved, feeding.connectedChildren());
        }
        graph.refresh(child);
        graph.openSlots(parent);
        shed(parent);
        weaver.mend(place, Use.RESCUE);
    }

    /** A standby is of no use to a viewer. */
    void standbyLost(Viewer viewer, Loss loss) {
        viewer.avoided.add(viewer.standby.id, graph.nowMillis() + pauseMillis(loss));
        standbys.drop(viewer);
        standbys.want(viewer);
    }

    private long pauseMillis(Loss loss) {
        return switch (loss) {
            case BROKEN -> times.retryMillis();
            case SLOW -> times.slowMillis();
            case UNREACHABLE, CORRUPT -> times.forgetMillis();
        };
    }

    /** Who has more children than slots loses the latest, and first of all those that it does not feed yet. */
    void shed(Viewer viewer) {
        List<Place> shed = new ArrayList<>();
        for (Place place : viewer.places) {
            while (place.children.size() > place.slots) {
                Place child = place.children.get(place.children.size() - 1);
                for (Place other : place.children) {
                    child = child.isConnected && !other.isConnected ? other : child;
                }
                graph.unlink(child);
                shed.add(child);
            }
        }
        shed.forEach(child -> weaver.mend(child, Use.RESCUE));
    }

    /** A forward no longer feeds a viewer; over its one connection came all that the viewer pulls. */
    void forwardLost(Viewer viewer) {
        viewer.avoided.add(viewer.forward.name, graph.nowMillis() + times.retryMillis());
        if (graph.moveToOtherForward(viewer)) {
            return;
        }
        graph.stopPulling(viewer);
        for (Place place : viewer.places) {
            weaver.mend(place, Use.RESCUE);
        }
    }

    /**
     * A forward does not answer any more, or was struck off the list. Its viewers move to another, or below those who
     * hang on another; whoever finds nothing better stays, for perhaps it is only we who cannot reach it.
     */
    void forwardDied(Forward forward) {
        List<Viewer> stranded = new ArrayList<>();
        for (Viewer viewer : List.copyOf(forward.viewers)) {
            if (!graph.moveToOtherForward(viewer)) {
                stranded.add(viewer);
            }
        }
        List<Place> standing = new ArrayList<>();
        for (Viewer viewer : stranded) {
            for (Place place : viewer.places) {
                if (place.pull == Pull.STANDING) {
                    graph.tree(place.stripe).unroot(place);
                    standing.add(place);
                } else {
                    graph.stopPulling(place);
                }
            }
        }
        standing.removeIf(weaver::isTakenInByPeers);
        standing.forEach(place -> graph.tree(place.stripe).root(place));
    }
}
