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

    /** One, two and four streams' worth with the headers of packets and room for large pictures; a fifth has none. */
    private static final String LINES = " --uplinks 0:0.2,1.3:0.5,2.6:0.2,5.2:0.1";

    /** A number that must not be more, or not be less. Immutable. */
    record Bound(Measure measure, String label, ToDoubleFunction<Results> value, boolean isMost, double limit) {
        boolean isReachedBy(double reached) {
            return isMost ? reached <= limit : reached >= limit;
        }

        String wanted() {
            return (isMost ? "≤ " : "≥ ") + measure.format(limit);
        }
    }

    private static Bound most(Measure measure, double limit) {
        return new Bound(measure, measure.label().strip(), results -> results.of(measure), true, limit);
    }

    private static Bound least(Measure measure, double limit) {
        return new Bound(measure, measure.label().strip(), results -> results.of(measure), false, limit);
    }

    private static final Bound DEPTH = new Bound(
            Measure.DEPTH_MAX,
            "depth: levels beyond the least possible",
            results -> results.of(Measure.DEPTH_LEAST) < 0
                    ? Double.NaN
                    : results.of(Measure.DEPTH_MAX) - results.of(Measure.DEPTH_LEAST),
            true,
            2);

    /** All, the quick ones first. */
    static final List<Goal> ALL = List.of(
            new Goal(
                    "steady",
                    "--viewers 1000 --duration 300 --warmup 150" + LINES,
                    false,
                    List.of(
                            least(Measure.FROM_VIEWERS, 98),
                            most(Measure.REDUNDANT, 3),
                            most(Measure.UPLOAD_MEAN, 1),
                            most(Measure.UPLOAD_MAX_OF_OWN, 100),
                            most(Measure.OVER_CAPACITY, 0),
                            DEPTH,
                            most(Measure.DELAY_P50, 1.5),
                            most(Measure.DELAY_P95, 2.5))),
            new Goal(
                    "churn",
                    "--viewers 1000 --duration 420 --warmup 120 --mean-stay 300" + LINES,
                    false,
                    List.of(
                            least(Measure.FROM_VIEWERS, 95),
                            most(Measure.REDUNDANT, 3),
                            most(Measure.STALL_MEAN, 0.5),
                            most(Measure.REPAIR_BYE_P95, 500),
                            most(Measure.REPAIR_CRASH_P95, 500),
                            DEPTH)),
            new Goal(
                    "one-parent",
                    "--viewers 200 --duration 420 --warmup 120 --mean-stay 3000 --crash 0.5" + LINES,
                    false,
                    List.of(
                            most(Measure.JUMPS, 0),
                            most(Measure.REPAIR_BYE_P95, 500),
                            most(Measure.REPAIR_CRASH_P95, 500))),
            new Goal(
                    "exit-30",
                    "--viewers 1000 --duration 240 --warmup 120 --exit 0.3 --exit-at 150" + LINES,
                    false,
                    List.of(most(Measure.EXIT_BACK_P95, 5))),
            new Goal(
                    "exit-50",
                    "--viewers 1000 --duration 240 --warmup 120 --exit 0.5 --exit-at 150" + LINES,
                    false,
                    List.of(most(Measure.EXIT_BACK_P95, 10))),
            new Goal(
                    "flash",
                    "--viewers 100 --duration 180 --warmup 30 --flash 900:10@60" + LINES,
                    false,
                    List.of(
                            most(Measure.FIRST_PICTURE_P95, 1),
                            most(Measure.WAITING_END, 0),
                            most(Measure.STALL_MEAN, 0.5))),
            new Goal(
                    "uplink-300k",
                    "--viewers 1000 --duration 600 --warmup 450 --ramp 400 --bitrate 300k --source-uplink 1.6M" + LINES,
                    false,
                    List.of(
                            least(Measure.FROM_VIEWERS, 98),
                            most(Measure.PICTURELESS, 0),
                            most(Measure.WAITING_END, 0),
                            most(Measure.STALL_MEAN, 0.5))),
            new Goal(
                    "uplink-800k",
                    "--viewers 1000 --duration 600 --warmup 450 --ramp 400 --bitrate 800k --source-uplink 1.6M" + LINES,
                    false,
                    List.of(
                            least(Measure.FROM_VIEWERS, 98),
                            most(Measure.PICTURELESS, 0),
                            most(Measure.WAITING_END, 0),
                            most(Measure.STALL_MEAN, 0.5))),
            new Goal(
                    "viewers-100k",
                    "--viewers 100000 --ramp 120 --duration 180 --no-media" + LINES,
                    false,
                    List.of(
                            DEPTH,
                            most(Measure.WAITING_END, 0),
                            least(Measure.JOINS_PER_SECOND, 20_000),
                            most(Measure.DECISION_P99, 1_000),
                            most(Measure.HEAP, 1_024))),
            new Goal(
                    "viewers-1m",
                    "--viewers 1000000 --ramp 600 --duration 700 --no-media" + LINES,
                    true,
                    List.of(DEPTH, most(Measure.WAITING_END, 0), most(Measure.DECISION_P99, 1_000))));
}
