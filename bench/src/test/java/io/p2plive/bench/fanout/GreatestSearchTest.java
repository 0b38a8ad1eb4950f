/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.bench.harness.Figures;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GreatestSearchTest {
    @ParameterizedTest
    @ValueSource(ints = {300, 1_900, 2_000, 5_100, 18_000, 30_000})
    void comesWithinAStepOfTheTruth(int truth) throws Exception {
        GreatestSearch search = new GreatestSearch(2_000, 250);
        Figures figures = new Figures();
        figures.add(search.run(viewers -> Figures.line("P99Millis", viewers <= truth ? 40 : 900)
                + Figures.line("lost", 0)
                + Figures.line("closed", 0)));
        double found = figures.median("greatest");
        assertTrue(found <= truth);
        assertEquals(Math.min(truth, 19_500), found, 250);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P99Millis=40.0000\n"})
    void aTrialThatTheServerBreaksOffIsOneNotServed(String figuresBefore) throws Exception {
        Figures figures = new Figures();
        figures.add(new GreatestSearch(2_000, 250)
                .run(viewers -> viewers <= 5_000
                        ? Figures.line("P99Millis", 40) + Figures.line("lost", 0) + Figures.line("closed", 0)
                        : figuresBefore + Figures.line("brokenOff", 1)));
        assertEquals(5_000, figures.median("greatest"), 250);
        assertEquals(40, figures.median("P99Millis"));
        assertTrue(figures.median("brokenOff") > 0);
    }

    @Test
    void anErrorEndsTheSearch() {
        GreatestSearch search = new GreatestSearch(2_000, 250);
        assertThrows(
                IOException.class,
                () -> search.run(viewers -> {
                    throw new IOException("no such jar");
                }));
    }
}
