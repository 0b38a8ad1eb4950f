/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.id.ViewerId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeshTest {
    private Weave weave = Weave.withOneForward();

    @AfterEach
    void holdsTheInvariants() {
        Invariants.check(weave);
    }

    private ForwardView forward() {
        return weave.mesh.forwardViews().get(0);
    }

    @Test
    void feedsTheFirstTwoViewersFromTheForwardForGood() {
        weave.joinAll(1, 2);

        for (int number = 1; number <= 2; number++) {
            assertEquals("f1", weave.told(number).forward());
            assertEquals(List.of(0, 1), weave.told(number).forwardStripes());
            assertEquals(List.of(), weave.told(number).parents());
        }
        assertEquals(new ForwardView("f1", true, 2, 2, new ForwardSlots.Usage(4, 0, 0, 128)), forward());
    }

    @Test
    void givesTheThirdViewerALeaseAndTwoDifferentParents() {
        weave.joinAll(1, 2);
        weave.join(3);

        assertEquals("f1", weave.told(3).forward());
        assertEquals(List.of(0, 1), weave.told(3).forwardStripes());
        assertEquals(2, weave.told(3).parents().size());
        assertNotEquals(weave.parent(3, 0), weave.parent(3, 1));
    }

    @Test
    void takesALeaseBackStripeByStripeAsParentsDeliver() {
        weave.joinAll(1, 2);
        weave.join(3);

        weave.mesh.connected(Weave.id(3), 1, weave.parent(3, 1));
        assertEquals(List.of(0), weave.told(3).forwardStripes());
        assertEquals(5, forward().usage().total());

        weave.mesh.connected(Weave.id(3), 0, weave.parent(3, 0));
        assertNull(weave.told(3).forward());
        assertEquals(4, forward().usage().total());
    }

    @Test
    void ignoresThatSomebodyWhoIsNoParentDelivers() {
        weave.joinAll(1, 2);
        weave.join(3);
        Assignment before = weave.told(3);

        weave.mesh.connected(Weave.id(3), 0, Weave.id(77));

        assertEquals(before, weave.told(3));
    }

    @Test
    void tellsParentAndChildOfEachOther() {
        weave.joinAll(1, 3);

        for (int stripe = 0; stripe < 2; stripe++) {
            ViewerId parent = weave.parent(3, stripe);
            assertTrue(weave.told.get(parent).children().contains(new Link(stripe, Weave.id(3))));
        }
    }

    @Test
    void letsEachViewerPassOnOneStripeToTwoChildrenAtMost() {
        weave.joinAll(1, 200);

        assertTrue(weave.told.values().stream()
                .allMatch(assignment -> assignment.children().size() <= 2));
        assertTrue(weave.told.values().stream()
                .allMatch(assignment -> assignment.children().stream()
                                .map(Link::stripe)
                                .distinct()
                                .count()
                        <= 1));
        assertEquals(2, forward().viewers());
    }

    @Test
    void keepsTreesAsShallowAsTheirSizeAllows() {
        weave.joinAll(1, 2_000);

        int deepest = weave.mesh
                .viewers()
                .flatMapToInt(viewer -> viewer.places().stream().mapToInt(ViewerView.PlaceView::depth))
                .max()
                .orElseThrow();
        assertTrue(deepest <= 14, "depth " + deepest);
    }

    @Test
    void neverMakesAChildOfWhoDoesNotShare() {
        weave.joinAll(1, 2);
        weave.joinWithoutSharing(3);
        weave.joinAll(4, 30);

        assertEquals(List.of(), weave.told(3).children());
    }

    @Test
    void feedsFromTheForwardWhoFindsNoParent() {
        weave.joinAll(1, 2);
        IntStream.rangeClosed(3, 10).forEach(number -> weave.joinWithoutSharing(number));
        weave.passMillis(500);

        assertEquals(0, weave.mesh.waiting());
        assertEquals("f1", weave.told(10).forward());
        assertEquals(List.of(), weave.told(10).parents());
    }

    @Test
    void letsWaitWhoFindsNothingAndServesItWhenASlotIsFree() {
        weave = new Weave(Weave.settings(2, 1, 2));
        weave.forwards("f1");
        weave.join(1);
        IntStream.rangeClosed(2, 6).forEach(number -> weave.joinWithoutSharing(number));
        assertTrue(weave.toldToWait.contains(Weave.id(6)));
        int waiting = weave.mesh.waiting();

        ViewerId fed = weave.told(1).children().get(0).viewer();
        weave.told.remove(fed);
        weave.mesh.leave(fed);

        assertTrue(weave.mesh.waiting() < waiting);
        assertEquals(2, weave.told(1).children().size());
    }

    @Test
    void letsEverybodyWaitUntilAForwardLives() {
        weave = new Weave(Weave.SETTINGS);
        weave.join(1);
        weave.join(2);
        assertTrue(weave.toldToWait.containsAll(List.of(Weave.id(1), Weave.id(2))));
        assertEquals(Assignment.NONE, weave.told(1));

        weave.forwards("f1");

        assertEquals(List.of(0, 1), weave.told(1).forwardStripes());
        assertEquals(List.of(0, 1), weave.told(2).forwardStripes());
    }

    @Test
    void keepsAQuarterOfTheSlotsForRescues() {
        weave = new Weave(Weave.settings(2, 2, 20));
        weave.forwards("f1");
        IntStream.rangeClosed(1, 30).forEach(weave::join);

        assertEquals(15, forward().usage().total());
        assertEquals(0, weave.mesh.waiting());
    }

    @Test
    void spreadsRootsOverTheForwards() {
        weave.forwards("f1", "f2");
        weave.joinAll(1, 5);

        assertEquals(
                List.of(2, 2),
                weave.mesh.forwardViews().stream().map(ForwardView::roots).toList());
        assertNotNull(weave.parent(5, 0));
    }

    @Test
    void replacesWhoEntersTwice() {
        weave.joinAll(1, 5);
        weave.join(3);

        assertEquals(5, weave.mesh.size());
    }

    @Test
    void turnsAnIdleViewerToTheStripeThatLacksSlots() {
        weave = new Weave(Weave.settings(2, 2, 4));
        weave.forwards("f1");
        weave.joinAll(1, 40);
        for (int number = 1; number <= 40; number++) {
            if (number != 2 && weave.place(number, 1).slots() > 0) {
                weave.told.remove(Weave.id(number));
                weave.mesh.leave(Weave.id(number));
            }
        }
        weave.connectAll();
        weave.passMillis(2_000);

        assertTrue(
                weave.mesh.viewers().anyMatch(viewer -> viewer.places().get(1).slots() > 0));
        assertEquals(0, weave.mesh.waiting());
    }
}
