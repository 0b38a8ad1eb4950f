/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.measure.Measure;
import io.p2plive.simulator.measure.Results;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Something that we mean to reach, the run that shows whether we do, and each bound. Immutable.
 *
 * @param options of the command {@code run}
 * @param isHeavy whether it takes minutes or gigabytes, and so is run only by name
 */
record Goal(String name, String options, boolean isHeavy, List<Bound> bounds) {
    /** With the headers of packets, and room for large pictures, one, two and four streams' worth. */
    static final double USUAL_LINE = 1.3;

    private static final Bound DEPTH =
            new Bound(Measure.DEPTH_MAX, "depth: levels beyond the least possible", Results::excessDepth, true, 2);

    /** All, the quick ones first. */
    static final List<Goal> ALL = List.of(
            goal(
                    "steady",
                    "--viewers 1000 --duration 300 --warmup 150",
                    least(Measure.FROM_VIEWERS, 98),
                    most(Measure.REDUNDANT, 3),
                    most(Measure.UPLOAD_MEAN, 1),
                    most(Measure.UPLOAD_MAX_OF_OWN, 100),
                    most(Measure.OVER_CAPACITY, 0),
                    DEPTH,
                    most(Measure.DELAY_P50, 1.5),
                    most(Measure.DELAY_P95, 2.5)),
            goal(
                    "churn",
                    "--viewers 1000 --duration 420 --warmup 120 --mean-stay 300",
                    least(Measure.FROM_VIEWERS, 95),
                    most(Measure.REDUNDANT, 3),
                    most(Measure.STALL_MEAN, 0.5),
                    most(Measure.REPAIR_BYE_P95, 500),
                    most(Measure.REPAIR_CRASH_P95, 500),
                    DEPTH),
            goal(
                    "one-parent",
                    "--viewers 200 --duration 420 --warmup 120 --mean-stay 3000 --crash 0.5",
                    most(Measure.JUMPS, 0),
                    most(Measure.REPAIR_BYE_P95, 500),
                    most(Measure.REPAIR_CRASH_P95, 500)),
            exit(30, 5),
            exit(50, 10),
            goal(
                    "flash",
                    "--viewers 100 --duration 180 --warmup 30 --flash 900:10@60",
                    most(Measure.FIRST_PICTURE_P95, 1),
                    most(Measure.WAITING_END, 0),
                    most(Measure.STALL_MEAN, 0.5)),
            sourceUplink("300k"),
            sourceUplink("800k"),
            goal(
                    "viewers-100k",
                    "--viewers 100000 --ramp 120 --duration 420 --no-media",
                    DEPTH,
                    most(Measure.WAITING_END, 0),
                    least(Measure.JOINS_PER_SECOND, 20_000),
                    most(Measure.DECISION_P99, 1_000),
                    most(Measure.HEAP, 1_024)),
            goal(
                            "viewers-1m",
                            "--viewers 1000000 --ramp 600 --duration 900 --no-media",
                            DEPTH,
                            most(Measure.WAITING_END, 0),
                            most(Measure.DECISION_P99, 1_000))
                    .heavy());

    /** A number that must not be more, or not be less. Immutable. */
    record Bound(Measure measure, String label, ToDoubleFunction<Results> value, boolean isMost, double limit) {
        boolean isReachedBy(double reached) {
            return isMost ? reached <= limit : reached >= limit;
        }

        double worst(Runs runs) {
            return isMost ? runs.greatest(value) : runs.least(value);
        }

        String wanted() {
            return (isMost ? "≤ " : "≥ ") + measure.format(limit);
        }
    }

    /** Half of the viewers have so many streams' worth, the stronger twice and four times that; a fifth has nothing. */
    static String lines(double streams) {
        return " --uplinks 0:0.2," + streams + ":0.5," + 2 * streams + ":0.2," + 4 * streams + ":0.1";
    }

    private static Goal goal(String name, String options, Bound... bounds) {
        return new Goal(name, options + lines(USUAL_LINE), false, List.of(bounds));
    }

    private static Goal exit(int percent, double seconds) {
        return goal(
                "exit-" + percent,
                "--viewers 1000 --duration 240 --warmup 120 --exit " + percent / 100.0 + " --exit-at 150",
                most(Measure.EXIT_BACK_P95, seconds));
    }

    private static Goal sourceUplink(String bitrate) {
        return goal(
                "uplink-" + bitrate,
                "--viewers 1000 --duration 600 --warmup 450 --ramp 400 --bitrate " + bitrate + " --source-uplink 1.6M",
                least(Measure.FROM_VIEWERS, 98),
                most(Measure.PICTURELESS, 0),
                most(Measure.WAITING_END, 0),
                most(Measure.STALL_MEAN, 0.5));
    }

    private Goal heavy() {
        return new Goal(name, options, true, bounds);
    }

    private static Bound most(Measure measure, double limit) {
        return new Bound(measure, measure.label().strip(), results -> results.of(measure), true, limit);
    }

    private static Bound least(Measure measure, double limit) {
        return new Bound(measure, measure.label().strip(), results -> results.of(measure), false, limit);
    }
}
