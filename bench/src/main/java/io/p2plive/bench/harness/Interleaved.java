/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Candidates in turns, A B A B, so that what else goes on in the machine meets all of them alike. */
public final class Interleaved {
    private Interleaved() {}

    /** Measures one candidate once, with fresh processes. */
    @FunctionalInterface
    public interface Round<C> {
        /** Gives its figures, as {@code name=value} lines. */
        String measure(C candidate) throws Exception;
    }

    /** The figures of all rounds, in the order of the candidates. */
    public static <C> Map<C, Figures> run(List<C> candidates, int rounds, Round<C> round) throws Exception {
        Map<C, Figures> figures = new LinkedHashMap<>();
        for (int i = 0; i < rounds; i++) {
            for (C candidate : candidates) {
                figures.computeIfAbsent(candidate, key -> new Figures()).add(round.measure(candidate));
            }
        }
        return figures;
    }
}
