/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.measure.Results;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs what our goals are measured by. Confined to the command line. */
@Command(
        name = "figures",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the scenario of each goal and says what was wanted and what is reached.",
            "Viewers' lines are 1.3, 2.6 and 5.2 times the stream's rate: with the headers of packets one of exactly the",
            "stream's rate carries one stripe, and all of them together less than everybody needs.",
            "Heavy ones run only when named. The exit code is 1 when something is not reached."
        })
final class FiguresCommand implements Callable<Integer> {
    private static final String LINE = "  %-48s %14s %16s   %s%n";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "steady, churn, one-parent, exit-30, exit-50, flash, uplink-300k, uplink-800k, viewers-100k,"
                    + " viewers-1m (heavy); several with commas")
    private List<String> only = List.of();

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "the same seed gives the same figures (${DEFAULT-VALUE})")
    private long seed;

    @Override
    public Integer call() {
        boolean isAllReached = true;
        for (Goal goal : chosen()) {
            isAllReached &= show(goal);
        }
        return isAllReached ? 0 : 1;
    }

    private List<Goal> chosen() {
        List<Goal> chosen = new ArrayList<>();
        List<String> unknown = new ArrayList<>(only);
        for (Goal goal : Goal.ALL) {
            unknown.remove(goal.name());
            if (only.contains(goal.name()) || (only.isEmpty() && !goal.isHeavy())) {
                chosen.add(goal);
            }
        }
        if (!unknown.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "there is no goal named " + String.join(", ", unknown));
        }
        return chosen;
    }

    private boolean show(Goal goal) {
        String options = goal.options() + (seed == 1 ? "" : " --seed " + seed);
        ScenarioOptions read = new ScenarioOptions();
        new CommandLine(read).parseArgs(options.split(" ", -1));
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        out.printf("%s%n  simulator run %s%n", goal.name(), options);
        out.printf(LINE, "", "wanted", "reached", "");
        out.flush();
        err.print(read.notice());
        Results results = new Runner(err).run(read.scenario());
        boolean isAllReached = true;
        for (Goal.Bound bound : goal.bounds()) {
            double reached = bound.value().applyAsDouble(results);
            boolean isReached = bound.isReachedBy(reached);
            isAllReached &= isReached;
            out.printf(
                    LINE,
                    bound.label(),
                    bound.wanted(),
                    bound.measure().format(reached),
                    isReached ? "reached" : "NOT REACHED");
        }
        out.flush();
        return isAllReached;
    }
}
