/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.id.ViewerId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeshLossTest {
    private Weave weave = Weave.withOneForward();

    @AfterEach
    void holdsTheInvariants() {
        Invariants.check(weave);
    }

    private void leave(ViewerId id) {
        weave.told.remove(id);
        weave.mesh.leave(id);
    }

    private ViewerId someParent() {
        return weave.told.entrySet().stream()
                .filter(entry -> entry.getValue().forward() == null
                        && entry.getValue().children().size() == 2)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    @Test
    void letsOrphansPullThatStripeAtOnceAndGivesThoseWhoFeedNobodyNewParents() {
        weave.joinAll(1, 40);
        ViewerId gone = someParent();
        List<Link> orphans = weave.told.get(gone).children();
        leave(gone);

        for (Link orphan : orphans) {
            Assignment now = weave.told.get(orphan.viewer());
            boolean isDependedOn = now.children().stream().anyMatch(child -> child.stripe() == orphan.stripe());
            assertEquals(List.of(orphan.stripe()), now.forwardStripes());
            assertTrue(isDependedOn || now.parents().size() == 2);
            assertFalse(now.parents().contains(new Link(orphan.stripe(), gone)));
        }
    }

    @Test
    void movesOnlyTheTopOfAnOrphanedSubtree() {
        weave.joinAll(1, 100);
        ViewerId gone = weave.told(1).children().get(0).viewer();
        Assignment left = weave.told.get(gone);
        int before = weave.news;
        leave(gone);

        // The orphans, their new parents, the former parents, and perhaps a leaf that made room.
        assertTrue(weave.news - before
                <= 4 * (left.children().size() + left.parents().size()));
    }

    @Test
    void givesTheFreedSlotToTheOrphanOnWhomMostDepends() {
        weave.joinAll(1, 300);
        Link edge = weave.told(1).children().get(0);
        ViewerId gone = edge.viewer();
        Tree tree = weave.mesh.graph().tree(edge.stripe());
        Viewer viewer = weave.mesh.graph().viewer(gone);
        List<Place> orphans = List.copyOf(viewer.places[edge.stripe()].children);
        int tallest = orphans.stream().mapToInt(tree::height).max().orElseThrow();
        List<Place> heirs = orphans.stream()
                .filter(orphan -> tree.height(orphan) == tallest)
                .toList();
        leave(gone);

        Place root = weave.mesh.graph().viewer(Weave.id(1)).places[edge.stripe()];
        assertTrue(root.children.stream().anyMatch(heirs::contains));
    }

    @Test
    void promotesSomebodyWhenARootLeaves() {
        weave.joinAll(1, 30);
        leave(Weave.id(1));
        weave.passMillis(2_000);

        assertEquals(2, weave.mesh.forwardViews().get(0).roots());
        assertEquals(0, weave.mesh.waiting());
    }

    @Test
    void ignoresTheLossOfWhoIsNotTheParentNow() {
        weave.joinAll(1, 10);
        Assignment before = weave.told(10);
        int news = weave.news;

        weave.mesh.lost(Weave.id(10), 0, Weave.id(77), Loss.BROKEN);
        weave.mesh.lost(Weave.id(10), 7, weave.parent(10, 0), Loss.BROKEN);
        weave.mesh.lost(Weave.id(77), 0, weave.parent(10, 0), Loss.BROKEN);
        weave.mesh.lostForward(Weave.id(10), 0, "f1");

        assertEquals(before, weave.told(10));
        assertEquals(news, weave.news);
    }

    @Test
    void mindsTheSameLossOnce() {
        weave.joinAll(1, 40);
        ViewerId parent = weave.parent(40, 0);
        weave.mesh.lost(Weave.id(40), 0, parent, Loss.BROKEN);
        ViewerId next = weave.parent(40, 0);
        weave.mesh.lost(Weave.id(40), 0, parent, Loss.BROKEN);

        assertNotEquals(parent, next);
        assertEquals(next, weave.parent(40, 0));
    }

    @Test
    void neverIntroducesAgainTwoThatCouldNotConnect() {
        weave.joinAll(1, 6);
        weave.join(7);
        ViewerId parent = weave.parent(7, 0);
        weave.mesh.lost(Weave.id(7), 0, parent, Loss.UNREACHABLE);
        assertNotEquals(parent, weave.parent(7, 0));

        weave.passMillis(60_000);

        assertNotEquals(parent, weave.parent(7, 0));
    }

    @Test
    void feedsFromTheForwardForGoodAfterTwoFailures() {
        weave.joinAll(1, 20);
        weave.join(21);
        weave.mesh.lost(Weave.id(21), 0, weave.parent(21, 0), Loss.UNREACHABLE);
        weave.mesh.lost(Weave.id(21), 0, weave.parent(21, 0), Loss.UNREACHABLE);
        weave.connectAll(21);

        assertNull(weave.parent(21, 0));
        assertTrue(weave.told(21).forwardStripes().contains(0));
    }

    @Test
    void goesOnWithPeersForLongerWhomSomePeerHasFed() {
        weave = new Weave(Weave.settings(4, 2, 128));
        weave.forwards("f1");
        weave.joinAll(1, 40);
        for (int failures = 1; failures <= 4; failures++) {
            weave.mesh.lost(Weave.id(40), 0, weave.parent(40, 0), Loss.UNREACHABLE);
            assertNotNull(weave.parent(40, 0), failures + " failures");
        }
        weave.mesh.lost(Weave.id(40), 0, weave.parent(40, 0), Loss.UNREACHABLE);

        assertNull(weave.parent(40, 0));
        assertTrue(weave.told(40).forwardStripes().contains(0));
    }

    @Test
    void offersNobodyWhomNoChildCouldReach() {
        weave = new Weave(Weave.settings(4, 2, 132));
        weave.forwards("f1");
        weave.joinAll(1, 2);
        weave.joinWithoutSharing(3);
        weave.joinWithoutSharing(4);
        weave.mesh.lost(Weave.id(3), 0, Weave.id(1), Loss.UNREACHABLE);
        weave.mesh.lost(Weave.id(4), 0, Weave.id(1), Loss.UNREACHABLE);
        weave.joinAll(5, 12);

        assertEquals(List.of(), weave.told(1).children());
    }

    @Test
    void keepsThePlaceOfWhoIsAwayForAMoment() {
        weave.joinAll(1, 40);
        ViewerId away = someParent();
        Assignment before = weave.told.get(away);
        int news = weave.news;
        weave.mesh.disconnected(away);
        weave.passMillis(1_000);
        weave.mesh.join(away, new Arrival(true, Origin.NONE, before.parents(), before.children()));

        assertEquals(before, weave.told.get(away));
        assertEquals(news + 1, weave.news);
    }

    @Test
    void mendsAfterTheGraceOfWhoStaysAway() {
        weave.joinAll(1, 40);
        ViewerId away = someParent();
        Link child = weave.told.get(away).children().get(0);
        weave.mesh.disconnected(away);
        weave.passMillis(1_750);

        assertTrue(weave.mesh.viewer(away).isEmpty());
        assertNotEquals(
                away,
                weave.mesh
                        .viewer(child.viewer())
                        .orElseThrow()
                        .places()
                        .get(child.stripe())
                        .parent());
    }

    @Test
    void mendsAtOnceWhenANeighbourMissesWhoIsAway() {
        weave.joinAll(1, 40);
        ViewerId away = someParent();
        List<Link> children = weave.told.get(away).children();
        weave.mesh.disconnected(away);
        weave.mesh.lost(children.get(0).viewer(), children.get(0).stripe(), away, Loss.BROKEN);

        assertTrue(weave.mesh.viewer(away).isEmpty());
        for (Link child : children) {
            assertFalse(weave.told.get(child.viewer()).parents().contains(new Link(child.stripe(), away)));
        }
    }

    @Test
    void givesNobodyToWhoIsAway() {
        weave.joinAll(1, 2);
        weave.mesh.disconnected(Weave.id(1));
        weave.joinAll(3, 8);

        assertEquals(List.of(), weave.told(1).children());
    }

    @Test
    void outlivesThatAThirdLeaveAtOnce() {
        weave.joinAll(1, 900);
        IntStream.rangeClosed(1, 900).filter(number -> number % 3 == 0).forEach(number -> leave(Weave.id(number)));
        for (int second = 0; second < 5; second++) {
            weave.connectAll();
            weave.passMillis(1_000);
        }

        assertEquals(0, weave.mesh.waiting());
        assertEquals(600, weave.mesh.size());
    }

    @Test
    void givesUpAParentThatNeverDelivers() {
        weave.joinAll(1, 10);
        weave.join(11);
        ViewerId parent = weave.parent(11, 0);
        weave.passMillis(16_000);

        assertNotEquals(parent, weave.parent(11, 0));
    }

    @Test
    void blamesNobodyWhileNothingIsPushed() {
        weave.mesh.live(false);
        weave.joinAll(1, 2);
        weave.join(3);
        Assignment before = weave.told(3);
        weave.passMillis(60_000);

        assertEquals(before, weave.told(3));
    }
}
