/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.id.ViewerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spare parents: who gets whom, and what becomes of them. */
class MeshStandbyTest {
    private final Weave weave = new Weave(new MeshSettings(2, 2, 8, 2, 128, 32));

    @BeforeEach
    void comeTogether() {
        weave.forwards("f1");
        weave.joinAll(1, 40);
        weave.passMillis(1_000);
    }

    @AfterEach
    void holdsTogether() {
        Invariants.check(weave);
    }

    @Test
    void givesEverybodyWhoHasParentsAStandbyThatIsNeitherParentNorBelow() {
        for (int number = 3; number <= 40; number++) {
            ViewerId standby = weave.told(number).standby();
            assertNotNull(standby, "viewer " + number);
            assertTrue(weave.told(number).parents().stream()
                    .noneMatch(link -> link.viewer().equals(standby)));
            assertFalse(isAbove(Weave.id(number), standby));
        }
    }

    @Test
    void tellsTheStandbyWhoseItIs() {
        ViewerId standby = weave.told(9).standby();

        assertTrue(weave.told.get(standby).spares().contains(Weave.id(9)));
    }

    @Test
    void givesAnotherWhenAStandbyLeaves() {
        ViewerId standby = weave.told(9).standby();
        weave.told.remove(standby);
        weave.mesh.leave(standby);
        weave.passMillis(500);

        assertNotEquals(standby, weave.told(9).standby());
    }

    @Test
    void makesTheStandbyTheParentWhereItPassesThatStripeOn() {
        int promoted = 0;
        for (int number = 3; number <= 40; number++) {
            Assignment had = weave.told(number);
            ViewerId standby = had.standby();
            Link lost = had.parents().get(0);
            var place = weave.mesh.viewer(standby).orElseThrow().places().get(lost.stripe());
            boolean canTakeOver = place.children().size() < place.slots() && !isAbove(Weave.id(number), standby);
            weave.mesh.lost(Weave.id(number), lost.stripe(), lost.viewer(), Loss.BROKEN);
            if (canTakeOver) {
                promoted++;
                assertEquals(standby, weave.parent(number, lost.stripe()));
                assertNotEquals(standby, weave.told(number).standby());
            }
            weave.connectAll();
        }
        assertTrue(promoted > 3, promoted + " were promoted");
    }

    @Test
    void takesAStandbyAwayThatCouldNotBeReached() {
        Assignment had = weave.told(9);
        weave.mesh.lost(Weave.id(9), 0, had.standby(), Loss.UNREACHABLE);
        weave.passMillis(500);

        assertNotEquals(had.standby(), weave.told(9).standby());
    }

    private boolean isAbove(ViewerId upper, ViewerId lower) {
        for (int stripe = 0; stripe < 2; stripe++) {
            ViewerId above = lower;
            while (above != null) {
                above = weave.mesh
                        .viewer(above)
                        .orElseThrow()
                        .places()
                        .get(stripe)
                        .parent();
                if (upper.equals(above)) {
                    return true;
                }
            }
        }
        return false;
    }
}
