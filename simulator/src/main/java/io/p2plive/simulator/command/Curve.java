/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.measure.Spread;
import io.p2plive.simulator.report.Diagram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What bounds a goal, as a picture: the runs that it takes, and how they are drawn. */
sealed interface Curve {
    /** Of its file, too. */
    String name();

    /** The options of the command {@code run}, for each run. */
    Stream<String> options();

    /** The text of an SVG, from the runs by their options. */
    String draw(Map<String, Runs> ran);

    /** What one colour shows at each place, and the options of the run for it. Immutable. */
    record Line(String label, UnaryOperator<String> options, ToDoubleFunction<Results> value) {}

    /**
     * Values of a run as something else changes, the medians of all seeds. Immutable.
     *
     * @param places on the axis of what changes
     * @param wanted what a value should not exceed
     */
    record ByPlace(String name, Diagram diagram, List<String> places, Diagram.Wanted wanted, List<Line> lines)
            implements Curve {
        @Override
        public Stream<String> options() {
            return lines.stream().flatMap(line -> places.stream().map(line.options));
        }

        @Override
        public String draw(Map<String, Runs> ran) {
            Map<String, double[]> values = new LinkedHashMap<>();
            for (Line line : lines) {
                Stream<Runs> runs = places.stream().map(line.options).map(ran::get);
                values.put(
                        line.label,
                        runs.mapToDouble(each -> each.median(line.value)).toArray());
            }
            return diagram.ofPlaces(places, wanted, values);
        }
    }

    /** What one colour shows of a run. Immutable. */
    record Times(String label, Function<Results, Spread> micros) {}

    /** Which part of something is done by when, over all seeds of one run. Immutable. */
    record ByTime(String name, Diagram diagram, String run, List<Times> lines) implements Curve {
        @Override
        public Stream<String> options() {
            return Stream.of(run);
        }

        @Override
        public String draw(Map<String, Runs> ran) {
            Map<String, Spread> spreads = new LinkedHashMap<>();
            lines.forEach(line -> spreads.put(line.label, ran.get(run).all(line.micros)));
            return diagram.ofShares(spreads);
        }
    }
}
