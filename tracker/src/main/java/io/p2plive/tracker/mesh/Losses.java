/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.tracker.mesh.ForwardPool.Purpose;
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
    private final MeshTimes times;

    Losses(Graph graph, Weaver weaver, MeshTimes times) {
        this.graph = graph;
        this.weaver = weaver;
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
        graph.remove(viewer);
        vacancies.forEach(this::fill);
    }

    /** What the one who left was given goes to the orphan on whom most depends; the others look elsewhere. */
    private void fill(Vacancy vacancy) {
        vacancy.orphans().stream()
                .filter(orphan -> orphan.viewer.isPresent())
                .max(Comparator.comparingInt(orphan -> graph.tree(orphan.stripe).height(orphan)))
                .ifPresent(heir -> inherit(heir, vacancy));
        vacancy.orphans().forEach(orphan -> weaver.mend(orphan, Purpose.RESCUE));
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
            graph.lease(heir, Purpose.RESCUE);
        }
    }

    /** A parent no longer feeds a child, though both are there. */
    void parentLost(Place place, Loss loss) {
        Viewer child = place.viewer;
        Viewer parent = place.parent.viewer;
        long pauseMillis = loss == Loss.BROKEN ? times.retryMillis() : times.forgetMillis();
        child.avoided.add(parent.id, graph.nowMillis() + pauseMillis);
        if (loss == Loss.UNREACHABLE) {
            child.failures++;
            parent.refusals++;
            parent.avoided.add(child.id, graph.nowMillis() + pauseMillis);
        }
        graph.unlink(place);
        graph.refresh(child);
        graph.refresh(parent);
        weaver.mend(place, Purpose.RESCUE);
    }

    /** A forward no longer feeds a viewer; over its one connection came all that the viewer pulls. */
    void forwardLost(Viewer viewer) {
        viewer.avoided.add(viewer.forward.name, graph.nowMillis() + times.retryMillis());
        if (movesToOther(viewer)) {
            return;
        }
        graph.stopPulling(viewer);
        for (Place place : viewer.places) {
            weaver.mend(place, Purpose.RESCUE);
        }
    }

    private boolean movesToOther(Viewer viewer) {
        ForwardPool forwards = graph.forwards();
        boolean canBeRoot = viewer.shares && !viewer.needsForward() && viewer.standsEverywhere();
        Forward vacant = canBeRoot ? forwards.withRootVacancy(viewer, graph.nowMillis()) : null;
        Forward other = vacant != null ? vacant : forwards.withLease(viewer, Purpose.RESCUE, graph.nowMillis());
        if (other == null) {
            return false;
        }
        graph.moveTo(viewer, other, vacant != null);
        return true;
    }

    /**
     * A forward does not answer any more, or was struck off the list. Its viewers move to another, or below those who
     * hang on another; whoever finds nothing better stays, for perhaps it is only we who cannot reach it.
     */
    void forwardDied(Forward forward) {
        List<Viewer> stranded = new ArrayList<>();
        for (Viewer viewer : List.copyOf(forward.viewers)) {
            if (!movesToOther(viewer)) {
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
