/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.p2plive.tracker.mesh.ForwardSlots.Usage;
import io.p2plive.tracker.mesh.ForwardView;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitTextTest {
    private static ForwardView forward(boolean isAlive, int taken) {
        return new ForwardView("f", isAlive, 1, 1, new Usage(4, taken - 6, 2, 256));
    }

    @Test
    void saysThatThereIsNoForward() {
        assertEquals(
                "No source is free just now: this tracker has no forward. Who watches already is not touched;"
                        + " you get a source as soon as there is one.",
                WaitText.of(List.of(), false));
    }

    @Test
    void saysThatNoneAnswers() {
        assertEquals(
                "No source is free just now: none of the 2 forwards answers. Who watches already is not touched;"
                        + " you get a source as soon as there is one.",
                WaitText.of(List.of(forward(false, 6), forward(false, 6)), false));
    }

    @Test
    void countsTheSlotsOfThoseThatLive() {
        assertEquals(
                "No source is free just now: 448 of the 512 slots of 2 forwards are taken, the rest is kept for who"
                        + " loses a source, and no viewer can feed one more. Who watches already is not touched;"
                        + " you get a source as soon as there is one.",
                WaitText.of(List.of(forward(true, 192), forward(true, 256), forward(false, 100)), false));
    }

    @Test
    void keepsNothingBackWhenAllIsTaken() {
        assertEquals(
                "No source is free just now: 256 of the 256 slots of the forward are taken and no viewer can feed one"
                        + " more. Who watches already is not touched; you get a source as soon as there is one.",
                WaitText.of(List.of(forward(true, 256)), false));
    }

    @Test
    void speaksOfOnePartToWhoHasTheOther() {
        String text = WaitText.of(List.of(forward(true, 256)), true);
        assertEquals(
                "One part of the stream has no source just now: 256 of the 256 slots of the forward are taken and no"
                        + " viewer can feed one more. It comes as soon as there is one.",
                text);
        assertFalse(text.contains("Who watches"));
    }
}
