/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.measure;

import java.util.EnumMap;
import java.util.Map;

/** Where the time goes between a stripe's break and its first chunk from somebody else. Confined to the run. */
public final class RepairSteps {
    /** In turn. */
    public enum Step {
        NOTICED("noticed, and somebody asked"),
        ASKED_AGAIN("others asked, the first being of no use"),
        HEARD("request on its way"),
        HELD_BACK("its line busy with its own children"),
        QUEUED("in its send queue"),
        CAME("on its way");

        private final String label;

        Step(String label) {
            this.label = label;
        }

        /** In words. */
        public String label() {
            return label;
        }
    }

    private final Map<Step, Spread> micros = new EnumMap<>(Step.class);

    RepairSteps() {
        for (Step step : Step.values()) {
            micros.put(step, new Spread());
        }
    }

    /** The times at which it broke and at which each step was over. */
    void add(long brokenMicros, long... ends) {
        long since = brokenMicros;
        int index = 0;
        for (Spread spread : micros.values()) {
            long end = Math.max(since, ends[index++]);
            spread.add(end - since);
            since = end;
        }
    }

    /** Microseconds of each. */
    public Spread of(Step step) {
        return micros.get(step);
    }
}
