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

class MeshForwardTest {
    private Weave weave = Weave.withOneForward();

    @AfterEach
    void holdsTheInvariants() {
        Invariants.check(weave);
    }

    private void leave(ViewerId id) {
        weave.told.remove(id);
        weave.mesh.leave(id);
    }

    @Test
    void movesViewersToAnotherForwardWhenTheirsDies() {
        weave.forwards("f1", "f2");
        weave.joinAll(1, 30);
        weave.mesh.forwards(List.of(new ForwardState("f1", false), new ForwardState("f2", true)));

        assertTrue(weave.told.values().stream().noneMatch(assignment -> "f1".equals(assignment.forward())));
        assertEquals(0, weave.mesh.waiting());
    }

    @Test
    void leavesViewersOnADeadForwardWhenThereIsNoOther() {
        weave.joinAll(1, 30);
        for (int second = 0; second < 240; second++) {
            weave.passMillis(1_000);
            weave.connectAll();
        }
        int news = weave.news;
        weave.dead("f1");
        weave.passMillis(10_000);

        assertEquals(news, weave.news);
        assertEquals("f1", weave.told(1).forward());
    }

    @Test
    void sendsRootsBackToTheirForwardAMomentAfterTheyLostIt() {
        weave.joinAll(1, 30);
        for (int root = 1; root <= 2; root++) {
            for (int stripe = 0; stripe < 2; stripe++) {
                weave.mesh.lostForward(Weave.id(root), stripe, "f1");
            }
        }
        weave.passMillis(3_000);

        assertEquals(0, weave.mesh.waiting());
        assertEquals(2, weave.mesh.forwardViews().get(0).roots());
    }

    @Test
    void changesARootThatCanFeedNobodyEvenWhereNoSlotIsLeft() {
        weave = new Weave(Weave.settings(2, 2, 3));
        weave.forwards("f1");
        weave.joinAll(1, 1);
        weave.mesh.capacity(Weave.id(1), 0);
        weave.joinAll(2, 12);
        assertTrue(weave.mesh.waiting() > 10);
        for (int second = 0; second < 20; second++) {
            weave.passMillis(1_000);
            weave.connectAll();
        }

        // All slots but one are needed: it may be one of the other stripe.
        assertTrue(weave.mesh.waiting() <= 1);
    }

    @Test
    void givesForwardSlotsBackWhenThereAreParentsToSpare() {
        weave = new Weave(Weave.settings(2, 1, 130));
        weave.forwards("f1");
        weave.joinAll(1, 1);
        IntStream.rangeClosed(2, 12).forEach(number -> weave.joinWithoutSharing(number));
        int standing = weave.mesh.forwardViews().get(0).usage().total();
        IntStream.rangeClosed(2, 8).forEach(number -> leave(Weave.id(number)));
        weave.joinAll(20, 30);
        weave.passMillis(5_000);
        weave.connectAll();
        weave.passMillis(5_000);
        weave.connectAll();

        assertTrue(weave.mesh.forwardViews().get(0).usage().total() < standing);
    }

    /** Who feeds others of a stripe, and has it from nobody but the forward, though it is no root. */
    private List<ViewerId> sparedTops() {
        return weave.told.keySet().stream()
                .map(id -> weave.mesh.viewer(id).orElseThrow())
                .filter(viewer -> !viewer.isRoot())
                .filter(viewer -> viewer.places().stream()
                        .anyMatch(
                                place -> place.depth() == 0 && !place.children().isEmpty()))
                .map(ViewerView::viewer)
                .toList();
    }

    @Test
    void feedsThoseOnWhomOthersDependUntilThereIsTimeToMoveThem() {
        weave = new Weave(Weave.settings(3, 2, 128));
        weave.forwards("f1");
        weave.joinAll(1, 300);
        weave.passMillisConnecting(20_000);
        int before = sparedTops().size();

        IntStream.rangeClosed(1, 60).forEach(number -> leave(Weave.id(number)));
        int spared = sparedTops().size();
        weave.passMillisConnecting(8_000);
        assertTrue(spared > before);
        assertEquals(spared, sparedTops().size());

        weave.passMillisConnecting(10 * 60_000);
        assertTrue(sparedTops().size() < spared);
    }

    @Test
    void feedsThemForNoLongerThanMustBeWhereFewWatch() {
        weave.joinAll(1, 24);
        IntStream.rangeClosed(3, 12).forEach(number -> weave.mesh.capacity(Weave.id(number), 0));
        int spared = sparedTops().size();
        assertTrue(spared > 1);

        IntStream.rangeClosed(3, 12).forEach(number -> weave.mesh.capacity(Weave.id(number), 8));
        weave.passMillisConnecting(5_000);
        assertTrue(sparedTops().size() < spared);
    }

    @Test
    void sparesNoMoreThanATwentyFourthOfAllThatIsPulled() {
        weave.joinAll(1, 120);
        for (int number = 1; number <= 60; number++) {
            int before = sparedTops().size();
            leave(Weave.id(number));
            assertTrue(sparedTops().size() <= Math.max(before, 2 * weave.mesh.size() / 24));
        }
    }

    @Test
    void hangsTheTreeOfEachStripeOnARoot() {
        weave.joinAll(1, 60);
        for (int number = 1; number <= 40; number++) {
            leave(Weave.id(number));
            weave.passMillisConnecting(3_000);
        }

        assertEquals(2, weave.mesh.forwardViews().get(0).roots());
        for (int stripe = 0; stripe < 2; stripe++) {
            int passedOn = stripe;
            assertTrue(weave.told.keySet().stream()
                    .map(id -> weave.mesh.viewer(id).orElseThrow())
                    .anyMatch(viewer ->
                            viewer.isRoot() && viewer.places().get(passedOn).slots() > 0));
        }
    }
}
