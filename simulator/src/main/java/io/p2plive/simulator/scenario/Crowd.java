/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.scenario;

/**
 * Who comes and goes. Immutable.
 *
 * @param viewers how many come at the beginning; with a mean stay, as many as leave come after them
 * @param rampSeconds over how long the first ones come
 * @param meanStaySeconds how long a viewer stays on average, exponentially distributed; 0 = for ever
 * @param flash a crowd on top of that, all at once
 * @param exit a part that leaves all at once
 * @param crashShare the part of those leaving who do not say so
 */
public record Crowd(
        int viewers, double rampSeconds, double meanStaySeconds, Flash flash, Exit exit, double crashShare) {
    /** So many come within so many seconds, from that second on. Immutable. */
    public record Flash(int viewers, double seconds, double atSecond) {
        /** None. */
        public static final Flash NONE = new Flash(0, 1, 0);

        /** Checks the numbers. */
        public Flash {
            Range.check("flash crowd", viewers, 0, 2_000_000);
            Range.check("seconds of the flash crowd", seconds, 0.001, 86_400);
        }
    }

    /** That part of all leaves at that second. Immutable. */
    public record Exit(double share, double atSecond) {
        /** None. */
        public static final Exit NONE = new Exit(0, 0);

        /** Checks the numbers. */
        public Exit {
            Range.check("exit", share, 0, 1);
        }
    }

    /** Checks the numbers. */
    public Crowd {
        Range.check("viewers", viewers, 0, 2_000_000);
        Range.check("ramp", rampSeconds, 0.001, 86_400);
        Range.check("mean stay", meanStaySeconds, 0, 1e9);
        Range.check("crash", crashShare, 0, 1);
    }
}
