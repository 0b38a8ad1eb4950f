/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.scenario.Scenario;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs what our goals are measured by. Confined to the command line. */
@Command(
        name = "figures",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the scenario of each goal and says what was wanted and what is reached: steady, churn, one-parent,",
            "exit-30, exit-50, flash, uplink-300k, uplink-800k, viewers-100k, viewers-1m.",
            "Viewers' lines are 1.3, 2.6 and 5.2 times the stream's rate: with the headers of packets one of exactly the",
            "stream's rate carries one stripe, and all of them together less than everybody needs.",
            "viewers-1m takes minutes and gigabytes, and runs only when named.",
            "The exit code is 1 when something is not reached, be it with one seed of several."
        })
final class FiguresCommand implements Callable<Integer> {
    private static final String LINE = "  %-48s %14s %16s %16s   %s%n";

    @Spec
    private CommandSpec spec;

    @Mixin
    private Choice choice;

    @Mixin
    private Seeds seeds;

    @Override
    public Integer call() {
        boolean isAllReached = true;
        for (Goal goal : choice.of(Goal.ALL, Goal::name)) {
            if (!goal.isHeavy() || !choice.isOfAll()) {
                isAllReached &= show(goal);
            }
        }
        return isAllReached ? 0 : 1;
    }

    private boolean show(Goal goal) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s%n  simulator run %s%n", goal.name(), goal.options());
        boolean areSeveral = seeds.areSeveral();
        out.printf(LINE, "", "wanted", areSeveral ? "median" : "reached", areSeveral ? "worst" : "", "");
        out.flush();
        spec.commandLine().getErr().print(RunCommand.read(goal.options()).notice());
        Runs runs = run(seeds.of(goal.options()));
        goal.bounds().forEach(bound -> show(bound, runs));
        out.flush();
        return goal.bounds().stream().allMatch(bound -> bound.isReachedBy(bound.worst(runs)));
    }

    /** Without media it is the engine that is timed and weighed: then nothing else may run beside. */
    private Runs run(List<Scenario> scenarios) {
        Runner runner = new Runner(spec.commandLine().getErr());
        return new Runs(
                scenarios.stream().allMatch(Scenario::hasMedia)
                        ? runner.runAll(scenarios)
                        : scenarios.stream().map(runner::run).toList());
    }

    private void show(Goal.Bound bound, Runs runs) {
        double median = runs.median(bound.value());
        double worst = bound.worst(runs);
        spec.commandLine()
                .getOut()
                .printf(
                        LINE,
                        bound.label(),
                        bound.wanted(),
                        bound.measure().format(median),
                        seeds.areSeveral() ? bound.measure().format(worst) : "",
                        bound.isReachedBy(worst)
                                ? "reached"
                                : bound.isReachedBy(median) ? "not always reached" : "NOT REACHED");
    }
}
