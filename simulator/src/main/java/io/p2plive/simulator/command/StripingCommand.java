/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.measure.Measure;
import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.scenario.Scenario;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A study of two ways to divide a stream. Confined to the command line. */
@Command(
        name = "striping",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs one scenario with chunks that take turns among the stripes, and once more with whole GOPs that do,",
            "each paced over as many GOP times as there are stripes; the same seed for both."
        })
final class StripingCommand implements Callable<Integer> {
    private static final List<Measure> COMPARED = List.of(
            Measure.DELAY_P50,
            Measure.DELAY_P95,
            Measure.DELAY_P99,
            Measure.STALL_MEAN,
            Measure.STALL_P95,
            Measure.STALLED_VIEWERS,
            Measure.JUMPS,
            Measure.FIRST_PICTURE_P50,
            Measure.FIRST_PICTURE_P95,
            Measure.REPAIR_BYE_P95,
            Measure.REPAIR_CRASH_P95,
            Measure.FROM_VIEWERS,
            Measure.REDUNDANT,
            Measure.UPLOAD_MEAN,
            Measure.DEPTH_MAX);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ScenarioOptions options;

    @Override
    public Integer call() {
        Scenario scenario = options.scenario();
        if (!scenario.hasMedia()) {
            throw new ParameterException(spec.commandLine(), "without media there is nothing to divide");
        }
        List<Results> both = new Runner(spec.commandLine().getErr())
                .runAll(List.of(scenario.withGopStripes(false), scenario.withGopStripes(true)));
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-52s %16s %16s%n", "", "chunks in turn", "GOPs in turn");
        for (Measure measure : COMPARED) {
            out.printf(
                    "%-52s %16s %16s%n",
                    measure.label().strip(),
                    measure.format(both.get(0).of(measure)),
                    measure.format(both.get(1).of(measure)));
        }
        out.flush();
        return 0;
    }
}
