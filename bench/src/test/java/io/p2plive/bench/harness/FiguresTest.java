/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final List<Row> ROWS = List.of(Row.compared("cost", "cost, µs", 1));

    private static Figures of(String... rounds) {
        Figures figures = new Figures();
        List.of(rounds).forEach(figures::add);
        return figures;
    }

    @Test
    void medianIsThatOfTheRounds() {
        Figures figures = of("cost=3\nloadBusy=0.5", "cost=1", "cost=2");
        assertEquals(2, figures.median("cost"));
        assertEquals(1, figures.least("cost"));
        assertEquals(3, figures.greatest("cost"));
    }

    @Test
    void whatIsNoFigureIsPassedOver() {
        assertFalse(of("WARNING: a=b\nnothing").has("a"));
    }

    @Test
    void ratiosAreToTheFirstCandidate() {
        Map<String, Figures> figures = new LinkedHashMap<>();
        figures.put("floor", of("cost=2"));
        figures.put("forward", of("cost=3"));
        assertTrue(FigureTable.of("title", ROWS, figures, 1).contains("×1.50"));
    }

    @Test
    void saysWhenTheLoadWasTheBottleneck() {
        String busy = FigureTable.of("title", ROWS, Map.of("floor", of("cost=2\nloadBusy=0.95")), 1);
        String idle = FigureTable.of("title", ROWS, Map.of("floor", of("cost=2\nloadBusy=0.95")), 2);
        assertTrue(busy.contains("floor: the load itself was the bottleneck"));
        assertFalse(idle.contains("bottleneck"));
    }

    @Test
    void saysWhenTheMachineWasNotQuiet() {
        String noisy = FigureTable.of("title", ROWS, Map.of("floor", of("othersBusy=0", "othersBusy=0.3")), 1);
        String quiet = FigureTable.of("title", ROWS, Map.of("floor", of("othersBusy=0.02")), 1);
        assertTrue(noisy.contains("floor: the machine was not quiet"));
        assertFalse(quiet.contains("not quiet"));
    }
}
