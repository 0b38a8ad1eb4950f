/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many children a viewer is given: what it says that it can feed, as far as it has been seen to. */
class MeshCapacityTest {
    private Weave weave = new Weave(new MeshSettings(2, 1, 8, 2, 128, 32));

    @AfterEach
    void holdsTogether() {
        Invariants.check(weave);
    }

    @Test
    void givesANewcomerOneChildWhateverItSaysOfItself() {
        weave.forwards("f1");
        weave.join(1);

        assertEquals(1, slots(1));
    }

    @Test
    void believesTwiceAsManyChildrenAsWereSeenToBeFed() {
        weave.forwards("f1");
        weave.joinAll(1, 12);

        assertTrue(weave.mesh
                .viewers()
                .anyMatch(viewer -> viewer.places().stream()
                        .anyMatch(place -> place.slots() == place.children().size() + 1
                                && !place.children().isEmpty())));
    }

    @Test
    void believesLessAtOnceAndFindsTheChildrenOtherParents() {
        weave.forwards("f1");
        weave.joinAll(1, 12);
        int parent = busiest();

        weave.mesh.capacity(Weave.id(parent), 0);

        assertEquals(0, slots(parent));
        assertTrue(weave.told(parent).children().isEmpty());
        assertEquals(0, weave.mesh.waiting());
    }

    @Test
    void takesFirstThoseAwayWhomItDoesNotFeedYet() {
        weave = new Weave(Weave.settings(2, 1, 130));
        weave.forwards("f1");
        weave.joinAll(1, 2);
        int interior = weave.place(1, 0).slots() > 0 ? 0 : 1;
        weave.join(3);
        weave.join(4);
        var children = weave.place(1, interior).children();
        assertEquals(2, children.size());
        weave.mesh.connected(children.get(1), interior, Weave.id(1));

        weave.mesh.capacity(Weave.id(1), 1);

        assertEquals(
                java.util.List.of(children.get(1)), weave.place(1, interior).children());
    }

    @Test
    void expectsLessOfAParentThatWasTooSlow() {
        weave.forwards("f1");
        weave.joinAll(1, 12);
        int parent = busiest();
        Link child = weave.told(parent).children().get(0);
        int before = slots(parent);

        weave.mesh.lost(child.viewer(), child.stripe(), Weave.id(parent), Loss.SLOW);
        weave.connectAll();

        assertTrue(slots(parent) <= before);
        assertNotEquals(
                Weave.id(parent),
                weave.mesh
                        .viewer(child.viewer())
                        .orElseThrow()
                        .places()
                        .get(child.stripe())
                        .parent());
    }

    @Test
    void ignoresWhatAStrangerSays() {
        weave.forwards("f1");
        weave.mesh.capacity(Weave.id(7), 8);
        weave.mesh.measured(Weave.id(7), 20);

        assertEquals(0, weave.mesh.size());
    }

    private int busiest() {
        int busiest = 3;
        for (int number = 3; number <= 12; number++) {
            busiest = weave.told(number).children().size()
                            > weave.told(busiest).children().size()
                    ? number
                    : busiest;
        }
        assertTrue(weave.told(busiest).children().size() > 0);
        return busiest;
    }

    private int slots(int number) {
        return weave.place(number, 0).slots() + weave.place(number, 1).slots();
    }
}
