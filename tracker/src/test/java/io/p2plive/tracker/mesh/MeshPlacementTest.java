/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.id.ViewerId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is preferred as a parent, and who rises. */
class MeshPlacementTest {
    private static final Origin HERE = new Origin(11, 12, 13);
    private static final Origin NEXT_DOOR = new Origin(21, 12, 13);
    private static final Origin SAME_AREA = new Origin(31, 32, 13);
    private static final Origin ELSEWHERE = new Origin(41, 42, 43);

    private Weave weave = new Weave(Weave.settings(2, 4, 256));

    @AfterEach
    void holdsTogether() {
        Invariants.check(weave);
    }

    @Test
    void knowsHowNearTwoViewersAre() {
        assertEquals(3, HERE.nearness(HERE));
        assertEquals(2, HERE.nearness(NEXT_DOOR));
        assertEquals(1, HERE.nearness(SAME_AREA));
        assertEquals(0, HERE.nearness(ELSEWHERE));
        assertEquals(0, Origin.NONE.nearness(Origin.NONE));
    }

    @Test
    void prefersAmongEquallyShallowParentsTheOneAtTheSameAddress() {
        rootsFrom(ELSEWHERE, ELSEWHERE, SAME_AREA, HERE);
        weave.come(5, Arrival.newcomer(true, HERE));

        int stripe = interiorOf(4);
        assertEquals(Weave.id(4), weave.parent(5, stripe));
    }

    @Test
    void prefersAmongEquallyNearParentsTheOneWithTheShorterWay() {
        rootsFrom(ELSEWHERE, ELSEWHERE, ELSEWHERE, ELSEWHERE);
        IntStream.rangeClosed(1, 4).forEach(number -> weave.mesh.measured(Weave.id(number), 40 * number));
        weave.come(5, Arrival.newcomer(true, HERE));

        for (int stripe = 0; stripe < 2; stripe++) {
            ViewerId other = Weave.id(interiorOf(1) == stripe ? 1 : interiorOf(2) == stripe ? 2 : 3);
            assertEquals(other, weave.parent(5, stripe));
        }
    }

    @Test
    void hasNobodyAboveAViewerInTwoTrees() {
        weave.forwards("f1");
        weave.joinAll(1, 200);

        for (int number = 1; number <= 200; number++) {
            List<ViewerId> first = above(number, 0);
            List<ViewerId> second = above(number, 1);
            first.removeAll(roots());
            first.retainAll(second);
            assertEquals(List.of(), first, "above " + number + " in both trees");
        }
    }

    @Test
    void raisesStrongViewersThatStayTowardsTheRoots() {
        weave = new Weave(new MeshSettings(2, 2, 8, 2, 256, 32));
        weave.forwards("f1");
        for (int number = 1; number <= 120; number++) {
            weave.mesh.join(Weave.id(number), Arrival.newcomer(true, Origin.NONE));
            weave.mesh.capacity(Weave.id(number), number > 110 ? 8 : 2);
            weave.connectAll();
        }
        double before = meanDepthOfStrong();
        for (int second = 0; second < 240; second++) {
            weave.passMillis(1_000);
            weave.connectAll();
        }

        assertTrue(meanDepthOfStrong() < before - 1, before + " before, " + meanDepthOfStrong() + " after");
        assertEquals(0, weave.mesh.waiting());
    }

    @Test
    void letsAChildKeepItsFormerParentUntilTheOneThatRoseIsFed() {
        weave = new Weave(new MeshSettings(2, 2, 8, 2, 256, 32));
        weave.forwards("f1");
        weave.joinAll(1, 60);
        Graph graph = weave.mesh.graph();
        Place strong = graph.viewers().stream()
                .map(Viewer::interiorPlace)
                .filter(place ->
                        place != null && place.hasFreeSlot() && place.parent != null && place.parent.parent != null)
                .findFirst()
                .orElseThrow();
        Place parent = strong.parent;
        Place above = parent.parent;

        assertTrue(new Exchange(graph).begin(strong, parent));

        assertEquals(above.viewer.id, parentIn(parent.viewer.assignment(), strong.stripe));
        weave.told.put(strong.viewer.id, strong.viewer.assignment());
        weave.mesh.connected(strong.viewer.id, strong.stripe, above.viewer.id);
        assertEquals(strong.viewer.id, parentIn(parent.viewer.assignment(), strong.stripe));
        graph.viewers().forEach(viewer -> weave.told.put(viewer.id, viewer.assignment()));
    }

    @Test
    void comesToRestWhenNobodyComesAndGoes() {
        weave = new Weave(Weave.settings(2, 2, 128));
        weave.forwards("f1");
        weave.joinAll(1, 30);
        for (int second = 0; second < 120; second++) {
            weave.passMillis(1_000);
            weave.connectAll();
        }
        int news = weave.news;
        weave.passMillis(60_000);

        assertEquals(news, weave.news);
    }

    private static ViewerId parentIn(Assignment assignment, int stripe) {
        return assignment.parents().stream()
                .filter(link -> link.stripe() == stripe)
                .findFirst()
                .orElseThrow()
                .viewer();
    }

    private void rootsFrom(Origin... origins) {
        weave.forwards("f1");
        for (int i = 0; i < origins.length; i++) {
            weave.come(i + 1, Arrival.newcomer(true, origins[i]));
        }
    }

    private int interiorOf(int number) {
        return weave.place(number, 0).slots() > 0 ? 0 : 1;
    }

    private List<ViewerId> above(int number, int stripe) {
        List<ViewerId> above = new java.util.ArrayList<>();
        ViewerId next = weave.place(number, stripe).parent();
        while (next != null) {
            above.add(next);
            next = weave.mesh.viewer(next).orElseThrow().places().get(stripe).parent();
        }
        return above;
    }

    private List<ViewerId> roots() {
        return weave.mesh
                .viewers()
                .filter(ViewerView::isRoot)
                .map(ViewerView::viewer)
                .toList();
    }

    private double meanDepthOfStrong() {
        return IntStream.rangeClosed(111, 120)
                .map(number -> weave.place(number, interiorOf(number)).depth())
                .average()
                .orElseThrow();
    }
}
