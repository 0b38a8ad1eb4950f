/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures as lines of text: a column for each candidate, with medians, spread, and ratios to the first one. */
public final class FigureTable {
    /** What says how much of its cores the load used; beyond the other it may be the load that was measured. */
    private static final String LOAD = "loadBusy";

    private static final double BUSY = 0.9;
    /** What says how much of the machine somebody else used. */
    private static final String OTHERS = "othersBusy";

    private static final double QUIET = 0.1;

    private FigureTable() {}

    /**
     * The table.
     *
     * @param loadCores how many cores the load has
     */
    public static String of(String title, List<Row> rows, Map<?, Figures> figures, int loadCores) {
        StringBuilder text = new StringBuilder(String.format("%n%s%n%-44s", title, ""));
        figures.keySet().forEach(candidate -> text.append(String.format(" %28s", label(candidate))));
        text.append(System.lineSeparator());
        Figures first = figures.values().iterator().next();
        for (Row row : rows) {
            if (figures.values().stream().anyMatch(each -> each.has(row.name()))) {
                text.append(String.format("%-44s", row.label()));
                figures.values().forEach(each -> text.append(String.format(" %28s", cell(row, each, first))));
                text.append(System.lineSeparator());
            }
        }
        figures.forEach((candidate, each) -> {
            if (each.has(LOAD) && each.median(LOAD) > BUSY * loadCores) {
                text.append(String.format("%s: the load itself was the bottleneck%n", label(candidate)));
            }
            if (each.has(OTHERS) && each.greatest(OTHERS) > QUIET) {
                text.append(String.format("%s: the machine was not quiet in each round%n", label(candidate)));
            }
        });
        return text.toString();
    }

    /** How a candidate is called. */
    static String label(Object candidate) {
        return candidate.toString().toLowerCase(Locale.ROOT).replace('_', '+');
    }

    private static String cell(Row row, Figures each, Figures first) {
        if (!each.has(row.name())) {
            return "–";
        }
        String number = "%,." + row.decimals() + "f";
        double median = each.median(row.name());
        double least = each.least(row.name());
        double greatest = each.greatest(row.name());
        String spread = least == greatest
                ? ""
                : String.format(Locale.ROOT, " (" + number + "…" + number + ")", least, greatest);
        String ratio = row.isCompared() && each != first && first.has(row.name())
                ? String.format(Locale.ROOT, " ×%.2f", median / first.median(row.name()))
                : "";
        return String.format(Locale.ROOT, number, median) + spread + ratio;
    }
}
