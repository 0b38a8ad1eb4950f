/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.id.ViewerId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold of a mesh after every event. */
final class Invariants {
    private Invariants() {}

    static void check(Mesh mesh, Map<ViewerId, Assignment> told) {
        Graph graph = mesh.graph();
        int[] free = new int[graph.stripes()];
        for (Viewer viewer : graph.viewers()) {
            for (Place place : viewer.places) {
                checkEdges(graph, place);
                checkSource(graph, place);
                free[place.stripe] += place.offered;
            }
            checkForward(viewer);
            if (viewer.isPresent()) {
                assertEquals(viewer.assignment(), told.getOrDefault(viewer.id, Assignment.NONE), "news are lacking");
            }
        }
        for (int stripe = 0; stripe < free.length; stripe++) {
            assertEquals(graph.tree(stripe).freeSlots(), free[stripe], "free slots");
        }
        checkBudget(mesh);
        checkNobodyWaitsInVain(mesh);
    }

    private static void checkEdges(Graph graph, Place place) {
        Set<Place> above = new HashSet<>();
        for (Place ancestor = place; ancestor != null; ancestor = ancestor.parent) {
            assertTrue(above.add(ancestor), "a cycle");
        }
        assertTrue(above.size() - 1 <= graph.settings().maxDepth(), "too deep");
        assertTrue(place.children.size() <= place.slots, "more children than slots");
        assertEquals(place.children.size(), new HashSet<>(place.children).size(), "a child twice");
        for (Place child : place.children) {
            assertSame(place, child.parent);
            assertSame(child.viewer, graph.viewer(child.viewer.id), "a child that is not here");
            assertNotSame(place.viewer, child.viewer);
        }
        if (place.parent != null) {
            assertTrue(place.parent.children.contains(place));
        }
    }

    private static void checkSource(Graph graph, Place place) {
        boolean stands = place.pull == Pull.STANDING;
        assertTrue(!stands || place.parent == null, "stands at a forward and has a parent");
        assertTrue(place.pull != Pull.LEASE || place.parent != null, "a lease without a parent");
        int depth = place.parent == null
                ? (stands ? 0 : Place.UNROOTED)
                : (place.parent.isRooted() ? place.parent.depth + 1 : Place.UNROOTED);
        assertEquals(depth, place.depth, "depth");
        boolean offers = !place.isLeaf()
                && place.isRooted()
                && place.depth < graph.settings().maxDepth()
                && place.viewer.isPresent()
                && !place.viewer.isUnreachable();
        assertEquals(offers ? place.slots - place.children.size() : 0, place.offered, "offered slots");
        if (place.offered > 0) {
            assertSame(
                    place, graph.tree(place.stripe).offering().at(place.depth).get(place.position));
        }
        if (place.isLeaf() && place.parent != null && place.isRooted() && place.viewer.isPresent()) {
            int depthOfLeaf = Math.min(place.depth, graph.settings().maxDepth() - 1);
            assertTrue(place.depth > depthOfLeaf
                    || graph.tree(place.stripe).leaves().at(depthOfLeaf).contains(place));
        }
    }

    private static void checkForward(Viewer viewer) {
        assertEquals(viewer.pullsAnything(), viewer.forward != null, "a slot that is not used");
        if (viewer.forward != null) {
            assertTrue(viewer.forward.viewers.contains(viewer));
        }
        assertTrue(!viewer.isRoot || viewer.standsEverywhere(), "a root that does not pull everything");
    }

    private static void checkBudget(Mesh mesh) {
        for (Forward forward : mesh.graph().forwards().all()) {
            MeshSettings settings = mesh.graph().settings();
            assertTrue(forward.viewers.size() <= settings.budget(), "over budget");
            assertTrue(forward.roots <= settings.rootsPerForward(), "too many roots");
            assertEquals(
                    forward.viewers.stream().filter(viewer -> viewer.isRoot).count(), forward.roots);
            for (Viewer viewer : forward.viewers) {
                assertSame(viewer, mesh.graph().viewer(viewer.id), "a slot held by nobody");
                assertSame(forward, viewer.forward);
            }
        }
    }

    private static void checkNobodyWaitsInVain(Mesh mesh) {
        Graph graph = mesh.graph();
        boolean wasEverybodyTried = mesh.waiting() <= Mesh.MAX_WAITING_TRIES;
        int waiting = 0;
        for (Viewer viewer : graph.viewers()) {
            for (Place place : viewer.places) {
                if (place.hasSource() || !viewer.isPresent()) {
                    continue;
                }
                waiting++;
                if (!wasEverybodyTried) {
                    continue;
                }
                assertNull(new ParentSelector(graph, new java.util.Random(1)).select(place), "a parent is free");
                assertNull(
                        viewer.forward != null && graph.forwards().isUsable(viewer.forward, viewer, graph.nowMillis())
                                ? viewer.forward
                                : null,
                        "its forward could feed it");
                assertTrue(
                        viewer.forward != null
                                || graph.forwards().withLease(viewer, ForwardPool.Purpose.RESCUE, graph.nowMillis())
                                        == null,
                        "a forward has room");
            }
        }
        assertEquals(waiting, mesh.waiting(), "who has no source waits");
    }
}
