/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import io.p2plive.bench.harness.Figures;

/**
 * Looks for the greatest number of viewers that are served: upwards in large steps, then between the last two. Immutable.
 *
 * @param first where it begins
 * @param step how close it comes
 */
record GreatestSearch(int first, int step) {
    private static final double MAX_MILLIS = 500;
    /** Descriptors of a process, less some. */
    private static final int MOST = 19_500;

    private static final String BROKEN_OFF = "brokenOff";

    /** Measures a number of viewers. */
    @FunctionalInterface
    interface Trial {
        String measure(int viewers) throws Exception;
    }

    /** The figures of the best trial, {@code greatest}, and how many trials were {@code brokenOff}. */
    String run(Trial trial) throws Exception {
        String best = "";
        int served = 0;
        int failed = MOST + 1;
        int brokenOff = 0;
        int next = first;
        while (failed - served > step && next > 0) {
            String lines = trial.measure(next);
            Figures figures = new Figures();
            figures.add(lines);
            brokenOff += figures.has(BROKEN_OFF) ? 1 : 0;
            if (isServed(figures)) {
                served = next;
                best = lines;
            } else {
                failed = next;
            }
            next = failed > MOST ? Math.min(MOST, served + served / 2) : (served + failed) / 2;
        }
        return best + Figures.line("greatest", served) + Figures.line(BROKEN_OFF, brokenOff);
    }

    /** A trial that broke off lacks some of its figures. */
    private static boolean isServed(Figures figures) {
        return !figures.has(BROKEN_OFF)
                && figures.has("P99Millis")
                && figures.median("P99Millis") < MAX_MILLIS
                && figures.median("lost") == 0
                && figures.median("closed") == 0;
    }
}
