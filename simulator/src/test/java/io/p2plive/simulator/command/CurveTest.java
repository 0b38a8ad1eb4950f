/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.simulator.measure.Measure;
import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.report.Diagram;
import io.p2plive.simulator.scenario.Scenario;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CurveTest {
    private static final Diagram DIAGRAM = new Diagram("Anything", "something", " %");
    private final Runner runner = new Runner(new PrintWriter(new StringWriter()));

    private static Scenario scenario(String options) {
        return RunCommand.read(options).scenario();
    }

    private static String run(String viewers) {
        return "--viewers " + viewers + " --duration 20 --mean-stay 20 --crash 0.5 --uplinks 3:1";
    }

    private Map<String, Runs> ran(Curve curve) {
        return curve.options()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(),
                        options ->
                                new Runs(runner.runAll(List.of(scenario(options), scenario(options + " --seed 2"))))));
    }

    @Test
    void runsBesideOthersAreAsTheyAreAlone() {
        Scenario first = scenario(run("20"));
        Scenario second = scenario(run("40"));
        List<Double> alone = Stream.of(first, second)
                .map(runner::run)
                .map(results -> results.of(Measure.DELAY_P50))
                .toList();
        List<Double> together = runner.runAll(List.of(first, second)).stream()
                .map(results -> results.of(Measure.DELAY_P50))
                .toList();
        assertEquals(alone, together);
    }

    @Test
    void aLineGoesThroughTheMediansOfAllPlaces() {
        Curve curve = new Curve.ByPlace(
                "any",
                DIAGRAM,
                List.of("20", "40"),
                new Diagram.Wanted("wanted: 2", 2),
                List.of(new Curve.Line("stalled", CurveTest::run, results -> results.of(Measure.STALL_MEAN))));
        String svg = curve.draw(ran(curve));
        assertTrue(svg.startsWith("<svg") && svg.strip().endsWith("</svg>"), svg);
        assertTrue(svg.contains(">40<") && svg.contains(">stalled<") && svg.contains(">wanted: 2<"), svg);
    }

    @Test
    void whatIsDoneByWhenIsOfAllRuns() {
        Curve curve = new Curve.ByTime(
                "any",
                DIAGRAM,
                run("40"),
                List.of(new Curve.Times("back", results -> results.meters().breaks.afterBye)));
        Map<String, Runs> ran = ran(curve);
        Runs runs = ran.get(run("40"));
        double byes = runs.each().stream()
                .mapToDouble(results -> results.of(Measure.REPAIR_BYE_COUNT))
                .sum();
        assertTrue(byes > 5, "breaks: " + byes);
        assertEquals(byes, runs.all(results -> results.meters().breaks.afterBye).count());
        assertTrue(curve.draw(ran).contains(">back: p50 "), curve.draw(ran));
    }

    @Test
    void theMedianOfTwoIsBetweenThem() {
        Runs runs = new Runs(runner.runAll(List.of(scenario(run("20")), scenario(run("40")))));
        double least = runs.least(Results::excessDepth);
        double greatest = runs.greatest(Results::excessDepth);
        assertEquals((least + greatest) / 2, runs.median(Results::excessDepth));
        assertTrue(least <= greatest);
    }

    @Test
    void everyCurveCanBeRunAndHasAFileOfItsOwn() {
        Set<String> names = new HashSet<>();
        for (Curve curve : Curves.ALL) {
            assertTrue(names.add(curve.name()), curve.name());
            assertTrue(curve.options().map(CurveTest::scenario).count() > 0);
        }
    }
}
