/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import io.p2plive.simulator.report.Panel;
import io.p2plive.simulator.report.Svg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Medians as a picture: a diagram for each figure, a bar for each candidate. */
public final class FigureChart {
    private static final int COLUMNS = 2;
    private static final int HEADER = 40;
    private static final double ROOM = 1.15;
    private static final String BLUE = "#2b6cb0";

    private FigureChart() {}

    /** Writes it as an SVG; figures that some candidate lacks are left out. */
    public static void write(Path file, String title, List<Row> rows, Map<?, Figures> figures) throws IOException {
        List<Row> shown = rows.stream()
                .filter(row -> figures.values().stream().allMatch(each -> each.has(row.name())))
                .toList();
        int lines = (shown.size() + COLUMNS - 1) / COLUMNS;
        Svg svg = new Svg(COLUMNS * Panel.WIDTH, HEADER + lines * Panel.HEIGHT);
        svg.title(16, 28, title);
        List<String> names = figures.keySet().stream().map(FigureTable::label).toList();
        for (int i = 0; i < shown.size(); i++) {
            String name = shown.get(i).name();
            double[] medians = figures.values().stream()
                    .mapToDouble(each -> each.median(name))
                    .toArray();
            double max = java.util.Arrays.stream(medians).max().orElse(1) * ROOM;
            new Panel(svg, (i % COLUMNS) * Panel.WIDTH, HEADER + (i / COLUMNS) * Panel.HEIGHT, 1, max)
                    .frame(shown.get(i).label(), null, "")
                    .bars(medians, names, BLUE);
        }
        Files.writeString(file, svg.close());
    }
}
