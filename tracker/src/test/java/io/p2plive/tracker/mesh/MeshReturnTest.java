/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.id.ViewerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tracker was restarted: its graph is gone, the viewers come back with their edges. */
class MeshReturnTest {
    private final Weave before = Weave.withOneForward();
    private final Weave after = Weave.withOneForward();

    @AfterEach
    void holdsTheInvariants() {
        Invariants.check(after);
    }

    private void comeBack(ViewerId id) {
        Assignment had = before.told.get(id);
        after.mesh.join(id, new Arrival(true, Origin.NONE, had.parents(), had.children()));
    }

    @Test
    void rebuildsTheGraphAsItWasInWhateverOrderViewersComeBack() {
        before.joinAll(1, 200);
        Map<ViewerId, Assignment> had = new HashMap<>(before.told);
        List<ViewerId> order = new ArrayList<>(before.told.keySet());
        Collections.shuffle(order, new Random(7));
        order.forEach(this::comeBack);

        for (ViewerId id : order) {
            Assignment now = after.told.get(id);
            assertEquals(had.get(id).parents(), now.parents(), "of " + id);
            assertTrue(now.children().containsAll(had.get(id).children()), "of " + id);
            assertEquals(had.get(id).forward(), now.forward());
        }
    }

    @Test
    void takesNothingFromAViewerWhoseNeighboursAreNotBackYet() {
        before.joinAll(1, 50);
        before.told.keySet().forEach(id -> {
            comeBack(id);
            assertTrue(
                    after.told.get(id).parents().containsAll(before.told.get(id).parents()));
            assertTrue(after.told
                    .get(id)
                    .children()
                    .containsAll(before.told.get(id).children()));
        });
    }

    @Test
    void assignsAnewWhenTheOtherEndDoesNotComeBack() {
        before.joinAll(1, 10);
        IntStream.rangeClosed(1, 2).forEach(number -> comeBack(Weave.id(number)));
        ViewerId child = before.told(10).parents().isEmpty() ? Weave.id(9) : Weave.id(10);
        comeBack(child);
        after.passMillis(5_500);

        for (Link parent : after.told.get(child).parents()) {
            assertTrue(after.told.containsKey(parent.viewer()), "a parent that is here");
        }
        assertEquals(3, after.mesh.size());
        assertEquals(0, after.mesh.waiting());
    }

    @Test
    void refusesAnEdgeThatTheParentDoesNotReport() {
        after.joinAll(1, 2);
        after.mesh.join(
                Weave.id(9),
                new Arrival(true, Origin.NONE, List.of(new Link(0, Weave.id(1)), new Link(1, Weave.id(1))), List.of()));

        assertFalse(after.place(9, 0).isConnected(), "what it claimed was not believed");
        assertEquals(List.of(0, 1), after.told(9).forwardStripes());
    }

    @Test
    void dropsClaimedChildrenThatTheirParentDoesNotKnow() {
        IntStream.rangeClosed(10, 13)
                .forEach(liar -> after.mesh.join(
                        Weave.id(liar), new Arrival(true, Origin.NONE, List.of(new Link(0, Weave.id(1))), List.of())));
        after.mesh.join(Weave.id(20), new Arrival(true, Origin.NONE, List.of(new Link(0, Weave.id(1))), List.of()));
        after.mesh.join(Weave.id(1), new Arrival(true, Origin.NONE, List.of(), List.of(new Link(0, Weave.id(20)))));

        assertTrue(after.told(1).children().contains(new Link(0, Weave.id(20))));
        assertEquals(new Link(0, Weave.id(1)), after.told(20).parents().get(0));
        assertTrue(after.place(20, 0).isConnected());
        assertTrue(after.told(1).children().size() <= 2);
    }

    @Test
    void takesNoChildFromAnotherByAClaim() {
        after.joinAll(1, 6);
        Link child = after.told(1).children().get(0);
        after.mesh.join(Weave.id(9), new Arrival(true, Origin.NONE, List.of(), List.of(child)));

        assertFalse(after.told(9).children().contains(child));
        assertTrue(after.told(1).children().contains(child));
    }

    @Test
    void refusesReportsThatCloseACircle() {
        after.mesh.join(
                Weave.id(5),
                new Arrival(true, Origin.NONE, List.of(new Link(0, Weave.id(6))), List.of(new Link(0, Weave.id(7)))));
        after.mesh.join(
                Weave.id(6),
                new Arrival(true, Origin.NONE, List.of(new Link(0, Weave.id(7))), List.of(new Link(0, Weave.id(5)))));
        after.mesh.join(
                Weave.id(7),
                new Arrival(true, Origin.NONE, List.of(new Link(0, Weave.id(5))), List.of(new Link(0, Weave.id(6)))));

        assertEquals(0, after.mesh.waiting());
        for (int number = 5; number <= 7; number++) {
            assertNotEquals(-1, after.place(number, 0).depth());
        }
    }

    @Test
    void ignoresEdgesToItselfToStripesThatAreNotAndTwice() {
        Link twice = new Link(0, Weave.id(2));
        after.mesh.join(
                Weave.id(1),
                new Arrival(
                        true,
                        Origin.NONE,
                        List.of(new Link(0, Weave.id(1)), new Link(6, Weave.id(2))),
                        List.of(twice, twice)));

        assertEquals(List.of(0, 1), after.told(1).forwardStripes());
        assertEquals(List.of(twice), after.told(1).children());
    }

    @Test
    void tellsWhoComesWithEdgesWhatBecameOfThemEvenIfNothing() {
        Weave barren = new Weave(Weave.SETTINGS);
        barren.join(1);
        barren.mesh.join(Weave.id(2), new Arrival(true, Origin.NONE, List.of(new Link(0, Weave.id(1))), List.of()));

        assertEquals(Assignment.NONE, barren.told.get(Weave.id(2)));
        assertTrue(barren.toldToWait.contains(Weave.id(2)));
    }

    @Test
    void letsNobodyReportMoreChildrenThanSlots() {
        List<Link> many = IntStream.range(20, 60)
                .mapToObj(number -> new Link(0, Weave.id(number)))
                .toList();
        after.mesh.join(Weave.id(1), new Arrival(true, Origin.NONE, List.of(), many));

        assertEquals(2, after.told(1).children().size());
        assertEquals(3, after.mesh.size());
    }
}
