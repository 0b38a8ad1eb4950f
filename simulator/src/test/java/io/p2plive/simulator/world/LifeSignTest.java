/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LifeSignTest {
    private static final long ROUND_TRIP_MICROS = 250_000;

    private int questions;
    private final LifeSign life = new LifeSign(() -> questions++, ROUND_TRIP_MICROS);

    @Test
    void whoDoesNotAnswerWithinTwoRoundTripsIsGone() {
        assertFalse(life.doubt(0));
        assertFalse(life.doubt(499_000));
        assertTrue(life.doubt(500_000));
        assertEquals(1, questions);
    }

    @Test
    void whoAnswersIsAskedAgainOnlyAfterAWhile() {
        assertFalse(life.doubt(0));
        life.onSign();
        assertFalse(life.doubt(300_000));
        assertEquals(1, questions);
        assertFalse(life.doubt(400_000));
        assertEquals(2, questions);
        assertTrue(life.doubt(900_000));
    }
}
