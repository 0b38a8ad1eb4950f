/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.report;

import io.p2plive.simulator.measure.EngineCost;
import io.p2plive.simulator.measure.Measure;
import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.measure.Spread;

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
        for (EngineCost.Kind kind : EngineCost.Kind.values()) {
            Spread nanos = results.meters().engine.of(kind);
            if (nanos.count() > 0) {
                text.append(String.format(
                        "  engine, %-12s %,10d events   mean %8.1f µs   p99 %8.1f µs   longest %8.2f ms%n",
                        kind.name().toLowerCase(java.util.Locale.ROOT),
                        nanos.count(),
                        nanos.mean() / 1e3,
                        nanos.percentile(99) / 1e3,
                        nanos.max() / 1e6));
            }
        }
        return text.toString();
    }
}
