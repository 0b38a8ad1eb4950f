/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.report;

import io.p2plive.simulator.measure.EngineCost;
import io.p2plive.simulator.measure.Measure;
import io.p2plive.simulator.measure.RepairSteps;
import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.measure.Spread;
import java.util.Locale;

/** The results as lines of text. */
public final class TextTable {
    private TextTable() {}

    /** One line for each measure that there is something to say of. */
    public static String of(Results results) {
        StringBuilder text = new StringBuilder();
        for (Measure measure : results.measures()) {
            double value = results.of(measure);
            if (!Double.isNaN(value)) {
                text.append(String.format("%-52s %14s%n", measure.label(), measure.format(value)));
            }
        }
        results.census()
                .groups()
                .forEach((streams, group) -> text.append(String.format(
                        "  uplink of %-4s %,9d viewers   children: say %.2f   have slots %.2f   rooted %.2f   filled %.2f%n",
                        streams, group.viewers(), group.said(), group.given(), group.rooted(), group.filled())));
        appendSteps(text, "goodbye", results.meters().breaks.stepsAfterBye);
        appendSteps(text, "vanishing", results.meters().breaks.stepsAfterCrash);
        appendCosts(text, results.meters().engine);
        return text.toString();
    }

    private static void appendSteps(StringBuilder text, String cause, RepairSteps steps) {
        for (RepairSteps.Step step : RepairSteps.Step.values()) {
            Spread micros = steps.of(step);
            if (micros.count() > 0) {
                text.append(String.format(
                        "  %-60s p50 %5.0f ms   p95 %5.0f ms   mean %5.0f ms%n",
                        "after a " + cause + ": " + step.label(),
                        micros.percentile(50) / 1e3,
                        micros.percentile(95) / 1e3,
                        micros.mean() / 1e3));
            }
        }
    }

    /** A line for each kind of event that there was. */
    static void appendCosts(StringBuilder text, EngineCost cost) {
        for (EngineCost.Kind kind : EngineCost.Kind.values()) {
            Spread nanos = cost.of(kind);
            if (nanos.count() > 0) {
                text.append(String.format(
                        "  engine, %-12s %,10d events   mean %8.1f µs   p99 %8.1f µs   longest %8.2f ms   %,8.0f bytes%n",
                        kind.name().toLowerCase(Locale.ROOT),
                        nanos.count(),
                        nanos.mean() / 1e3,
                        nanos.percentile(99) / 1e3,
                        nanos.max() / 1e6,
                        cost.allocatedBytes(kind)));
            }
        }
    }
}
