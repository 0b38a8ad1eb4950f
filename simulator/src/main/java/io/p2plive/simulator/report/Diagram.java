/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.report;

import io.p2plive.simulator.measure.Spread;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A picture of one diagram with several lines in it, small enough for a page of text. Immutable. */
public record Diagram(String title, String across, String unit) {
    private static final List<String> COLOURS = List.of(Svg.BLUE, Svg.ORANGE, Svg.GREEN);
    /** With room for three lines below the axis' own. */
    private static final int HEIGHT = Panel.HEIGHT + 20;
    /** What the last percent took would leave no room for the rest. */
    private static final double SHOWN_PERCENT = 99;

    /** A value that is wanted of all, and what it is. Immutable. */
    public record Wanted(String label, double value) {}

    /** Draws a value for each place on the axis, of each line by its name; a NaN leaves a gap. */
    public String ofPlaces(List<String> places, Wanted wanted, Map<String, double[]> lines) {
        double max = Stream.concat(
                        lines.values().stream()
                                .flatMapToDouble(DoubleStream::of)
                                .boxed(),
                        Stream.of(wanted.value))
                .filter(value -> !value.isNaN())
                .max(Double::compare)
                .orElse(1.0);
        Svg svg = new Svg(Panel.WIDTH, HEIGHT);
        Panel panel = new Panel(svg, 0, 0, 1, Panel.rounded(max)).frame(title, null, unit);
        panel.name(places);
        panel.caption(across);
        panel.wanted(wanted.label, wanted.value);
        Iterator<String> colours = COLOURS.iterator();
        lines.forEach((label, values) -> {
            String colour = colours.next();
            panel.dots(values, colour);
            panel.legend(label, colour);
        });
        return svg.close();
    }

    /** Draws which part of all is done by when, of each line by its name, from microseconds. */
    public String ofShares(Map<String, Spread> lines) {
        double max = lines.values().stream()
                .filter(micros -> micros.count() > 0)
                .mapToDouble(micros -> micros.percentile(SHOWN_PERCENT) / 1e3)
                .max()
                .orElse(1);
        Svg svg = new Svg(Panel.WIDTH, HEIGHT);
        Panel panel = new Panel(svg, 0, 0, Panel.rounded(max), 100).frame(title, unit, " %");
        panel.caption(across);
        Iterator<String> colours = COLOURS.iterator();
        lines.forEach((label, micros) -> {
            String colour = colours.next();
            panel.curve(millis -> 100 * micros.shareUpTo(millis * 1e3), colour);
            panel.legend(label + percentiles(micros), colour);
        });
        return svg.close();
    }

    private static String percentiles(Spread micros) {
        return String.format(
                ": p50 %.0f, p95 %.0f, p99 %.0f ms",
                micros.percentile(50) / 1e3, micros.percentile(95) / 1e3, micros.percentile(99) / 1e3);
    }
}
