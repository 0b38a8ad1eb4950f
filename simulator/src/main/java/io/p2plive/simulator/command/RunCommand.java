/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.report.JsonReport;
import io.p2plive.simulator.report.Picture;
import io.p2plive.simulator.report.TextTable;
import io.p2plive.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one scenario and says what came of it. Confined to the command line. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs one scenario and prints what came of it.")
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ScenarioOptions options;

    @Option(names = "--picture", paramLabel = "FILE", description = "draws the run as an SVG")
    private Path picture;

    @Option(names = "--json", paramLabel = "FILE", description = "writes the table for programs")
    private Path json;

    /** What this command would run with such a line. */
    static ScenarioOptions read(String line) {
        RunCommand command = new RunCommand();
        new CommandLine(command).parseArgs(line.split(" ", -1));
        return command.options;
    }

    @Override
    public Integer call() throws IOException {
        Scenario scenario = options.scenario();
        spec.commandLine().getErr().print(options.notice());
        Results results = new Runner(spec.commandLine().getErr()).run(scenario);
        spec.commandLine().getOut().print(TextTable.of(results));
        spec.commandLine().getOut().flush();
        if (picture != null) {
            Picture.write(picture, scenario, results);
        }
        if (json != null) {
            JsonReport.write(json, scenario, results);
        }
        return 0;
    }
}
