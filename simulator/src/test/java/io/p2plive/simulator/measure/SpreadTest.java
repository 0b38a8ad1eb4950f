/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SpreadTest {
    private final Spread spread = new Spread();

    @Test
    void percentilesAreRightToAboutOnePercent() {
        for (long value = 1; value <= 1_000_000; value += 7) {
            spread.add(value);
        }
        for (double percent : new double[] {1, 50, 95, 99, 99.9}) {
            assertEquals(percent * 10_000, spread.percentile(percent), percent * 10_000 * 0.012);
        }
        assertEquals(0.5, spread.shareUpTo(500_000), 0.01);
        assertEquals(500_000, spread.mean(), 10);
        assertEquals(999_996, spread.max(), 7);
    }

    @Test
    void nothingHasNoPercentiles() {
        assertTrue(Double.isNaN(spread.percentile(50)));
        assertTrue(Double.isNaN(spread.mean()));
        assertEquals(0, spread.shareUpTo(10));
    }

    @Test
    void keepsTheLargestValues() {
        spread.add(Long.MAX_VALUE);
        spread.add(-5);
        assertEquals((double) Long.MAX_VALUE, spread.max());
        assertEquals(0, spread.percentile(50));
    }
}
