/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws how figures change with what bounds them. Confined to the command line. */
@Command(
        name = "curves",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Draws how figures change with what bounds them, each curve as an SVG: stalls, repairs, depths, exits.",
            "With several seeds a point is the median of their runs, and a cumulative curve is of all that any run saw."
        })
final class CurvesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Choice choice;

    @Mixin
    private Seeds seeds;

    @Option(names = "--out", paramLabel = "FOLDER", required = true, description = "where the files go")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Runs> ran = new HashMap<>();
        Files.createDirectories(folder);
        for (Curve curve : choice.of(Curves.ALL, Curve::name)) {
            run(curve, ran);
            Path file = folder.resolve(curve.name() + ".svg");
            Files.writeString(file, curve.draw(ran));
            out.println(file);
            out.flush();
        }
        return 0;
    }

    /** Runs what no other curve has run before. */
    private void run(Curve curve, Map<String, Runs> ran) {
        List<String> missing = curve.options()
                .distinct()
                .filter(options -> !ran.containsKey(options))
                .toList();
        List<Scenario> scenarios =
                missing.stream().map(seeds::of).flatMap(List::stream).toList();
        List<Results> results = new Runner(spec.commandLine().getErr()).runAll(scenarios);
        int each = scenarios.size() / Math.max(1, missing.size());
        for (int i = 0; i < missing.size(); i++) {
            ran.put(missing.get(i), new Runs(results.subList(each * i, each * (i + 1))));
        }
    }
}
