/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void percentileIsWhatThatPartTookAtMost() {
        for (int millis = 1; millis <= 100; millis++) {
            latencies.add(millis * 1_000_000L);
        }
        assertEquals(50, latencies.millis(0.5), 0.02);
        assertEquals(99, latencies.millis(0.99), 0.02);
    }

    @Test
    void beyondTheLastStepIsTheLastStep() {
        latencies.add(Long.MAX_VALUE);
        assertEquals(5_000, latencies.millis(1));
    }

    @Test
    void noneIsZero() {
        assertEquals(0, latencies.millis(0.99));
    }
}
