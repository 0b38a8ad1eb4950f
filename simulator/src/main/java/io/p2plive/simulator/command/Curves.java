/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.command.Curve.ByPlace;
import io.p2plive.simulator.command.Curve.ByTime;
import io.p2plive.simulator.command.Curve.Line;
import io.p2plive.simulator.command.Curve.Times;
import io.p2plive.simulator.measure.Measure;
import io.p2plive.simulator.measure.RepairSteps;
import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.report.Diagram;
import io.p2plive.simulator.report.Diagram.Wanted;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The curves that we draw. */
final class Curves {
    private Curves() {}

    /** In the order in which they are told of. */
    static final List<Curve> ALL = List.of(stalls(), repairs(), depths(), exits());

    private static Curve stalls() {
        return new ByPlace(
                "stalls",
                new Diagram("Viewers stay five minutes", "line of half of the viewers, times the stream's rate", " %"),
                List.of("1.1", "1.3", "1.5", "1.75", "2.0"),
                new Wanted("wanted: stalled for at most 0.5 %", 0.5),
                List.of(
                        new Line("time stalled", Curves::churn, of(Measure.STALL_MEAN)),
                        new Line("bytes that come twice", Curves::churn, of(Measure.REDUNDANT))));
    }

    private static Curve repairs() {
        return new ByTime(
                "repairs",
                new Diagram("A stripe's parent leaves, viewers stay five minutes", "time since it left", " ms"),
                churn("1.3"),
                List.of(
                        new Times("said goodbye, stripe is back", results -> results.meters().breaks.afterBye),
                        new Times(
                                "vanished, and that is noticed",
                                results ->
                                        results.meters().breaks.stepsAfterCrash.of(RepairSteps.Step.NOTICED)),
                        new Times("vanished, stripe is back", results -> results.meters().breaks.afterCrash)));
    }

    private static Curve depths() {
        return new ByPlace(
                "depths",
                new Diagram("Levels beyond the least possible", "viewers", ""),
                List.of("100", "300", "1000", "3000", "10000", "30000", "100000"),
                new Wanted("wanted: at most 2", 2),
                List.of(
                        new Line("all have come, and stay", Curves::crowd, Results::excessDepth),
                        new Line(
                                "stay five minutes",
                                viewers -> crowd(viewers) + " --mean-stay 300",
                                Results::excessDepth)));
    }

    private static Curve exits() {
        return new ByPlace(
                "exits",
                new Diagram("Many leave at once: all stripes of the others are back", "percent who leave", " s"),
                List.of("10", "20", "30", "50", "70"),
                new Wanted("wanted: of 30 % 5 s, p95", 5),
                List.of(
                        new Line("p50", Curves::exit, of(Measure.EXIT_BACK_P50)),
                        new Line("p95", Curves::exit, of(Measure.EXIT_BACK_P95))));
    }

    private static ToDoubleFunction<Results> of(Measure measure) {
        return results -> results.of(measure);
    }

    private static String churn(String streams) {
        return "--viewers 1000 --duration 240 --warmup 90 --mean-stay 300" + Goal.lines(Double.parseDouble(streams));
    }

    private static String crowd(String viewers) {
        return "--viewers " + viewers + " --ramp 60 --duration 180 --no-media" + Goal.lines(Goal.USUAL_LINE);
    }

    private static String exit(String percent) {
        double share = Double.parseDouble(percent) / 100;
        return "--viewers 1000 --duration 160 --exit " + share + " --exit-at 110" + Goal.lines(Goal.USUAL_LINE);
    }
}
