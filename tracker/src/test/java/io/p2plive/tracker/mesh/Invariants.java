/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold of a mesh after every event. */
final class Invariants {
    private Invariants() {}

    static void check(Weave weave) {
        Mesh mesh = weave.mesh;
        Graph graph = mesh.graph();
        int[] free = new int[graph.stripes()];
        for (Viewer viewer : graph.viewers()) {
            for (Place place : viewer.places) {
                checkEdges(graph, place);
                checkSource(graph, place);
                free[place.stripe] += place.offered;
            }
            checkForward(viewer);
            checkSlots(graph, viewer);
            checkStandby(graph, viewer);
            if (viewer.isPresent()) {
                assertEquals(
                        viewer.assignment(), weave.told.getOrDefault(viewer.id, Assignment.NONE), "news are lacking");
            }
        }
        for (int stripe = 0; stripe < free.length; stripe++) {
            assertEquals(graph.tree(stripe).freeSlots(), free[stripe], "free slots");
        }
        checkBudget(mesh, weave.slots);
        checkRescues(graph);
        checkNobodyWaitsInVain(mesh, weave.slots);
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
            Tree tree = graph.tree(place.stripe);
            boolean isUsual = place.children.size() < graph.settings().startChildren();
            DepthIndex index = isUsual ? tree.offering() : tree.reserve();
            assertSame(place, index.at(place.depth).get(place.position));
        }
        boolean isNeeded = place.parent == null && (place.viewer.isRoot || place.viewer.needsForward());
        if ((place.isLeaf() || place.viewer.isUnreachable())
                && place.children.isEmpty()
                && place.isRooted()
                && place.viewer.isPresent()
                && !isNeeded) {
            int depthOfLeaf = Math.min(place.depth, graph.settings().maxDepth() - 1);
            assertTrue(place.depth > depthOfLeaf
                    || graph.tree(place.stripe).leaves().at(depthOfLeaf).contains(place));
        }
    }

    private static void checkForward(Viewer viewer) {
        boolean pulls = false;
        for (Place place : viewer.places) {
            pulls |= place.pull != Pull.NONE;
            assertEquals(place.pull != Pull.NONE, place.use != null, "a slot that is not used");
        }
        assertEquals(pulls, viewer.forward != null, "a forward that is not used");
        if (viewer.forward != null) {
            assertTrue(viewer.forward.viewers.contains(viewer));
        }
        assertTrue(!viewer.isRoot || viewer.standsEverywhere(), "a root that does not pull everything");
    }

    /** Nobody feeds more than it said that it can, and proved; and nobody lies above another in two trees. */
    private static void checkSlots(Graph graph, Viewer viewer) {
        for (Place place : viewer.places) {
            assertTrue(place.slots == 0 || place.stripe == viewer.interior, "slots in two stripes");
            if (place.stripe == viewer.interior && viewer.presence != Presence.EXPECTED) {
                int credible = Math.max(graph.settings().startChildren(), 2 * viewer.proved);
                int most = viewer.shares
                        ? Math.min(
                                viewer.allowed,
                                Math.min(credible, graph.settings().maxChildren()))
                        : 0;
                assertTrue(place.slots <= most, "more slots than it proved");
            }
        }
    }

    private static void checkStandby(Graph graph, Viewer viewer) {
        if (viewer.standby != null) {
            assertSame(viewer.standby, graph.viewer(viewer.standby.id), "a standby that is not here");
            assertTrue(viewer.standby.spares.contains(viewer), "a standby that does not know it");
            assertNotSame(viewer, viewer.standby);
        }
        assertTrue(viewer.spares.size() <= Standbys.MAX_SPARES, "standby for too many");
        for (Viewer spare : viewer.spares) {
            assertSame(viewer, spare.standby);
            assertSame(spare, graph.viewer(spare.id), "standby for somebody who is not here");
        }
    }

    private static void checkBudget(Mesh mesh, ForwardSlots slots) {
        for (Forward forward : mesh.graph().forwards().all()) {
            MeshSettings settings = mesh.graph().settings();
            ForwardSlots.Usage usage = slots.usage(forward.name);
            assertTrue(usage.total() <= settings.slotsPerForward(), "over budget");
            long pulled = forward.viewers.stream()
                    .flatMap(viewer -> Stream.of(viewer.places))
                    .filter(place -> place.pull != Pull.NONE)
                    .count();
            assertEquals(pulled, usage.total(), "slots that nobody has");
            assertTrue(usage.firstPictures() >= 0 && usage.roots() >= 0 && usage.rescues() >= 0, "less than nothing");
            // One more, where the tree of some stripe would hang on none.
            assertTrue(forward.roots.size() <= settings.rootsPerForward() + 1, "too many roots");
            assertEquals(
                    forward.viewers.stream().filter(viewer -> viewer.isRoot).collect(Collectors.toSet()),
                    Set.copyOf(forward.roots));
            for (Viewer viewer : forward.viewers) {
                assertSame(viewer, mesh.graph().viewer(viewer.id), "a slot held by nobody");
                assertSame(forward, viewer.forward);
            }
        }
    }

    private static void checkRescues(Graph graph) {
        long rescues = graph.viewers().stream()
                .flatMap(viewer -> Stream.of(viewer.places))
                .filter(place -> place.use == ForwardSlots.Use.RESCUE)
                .count();
        assertEquals(rescues, graph.forwards().rescues(), "rescues that nobody has");
    }

    private static void checkNobodyWaitsInVain(Mesh mesh, ForwardSlots slots) {
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
                assertFalse(hasRoomAtForward(graph, slots, viewer), "a forward has room");
            }
        }
        assertEquals(waiting, mesh.waiting(), "who has no source waits");
    }

    private static boolean hasRoomAtForward(Graph graph, ForwardSlots slots, Viewer viewer) {
        for (Forward forward : graph.forwards().all()) {
            boolean isWithin = viewer.forward == null || viewer.forward == forward;
            if (isWithin
                    && graph.forwards().isUsable(forward, viewer, graph.nowMillis())
                    && slots.hasRoom(forward.name, ForwardSlots.Use.RESCUE, 1)) {
                return true;
            }
        }
        return false;
    }
}
