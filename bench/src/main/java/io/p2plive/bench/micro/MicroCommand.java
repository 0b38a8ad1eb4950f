/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.micro;

import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The parts, one by one. Confined to the command line. */
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Runs the JMH benchmarks; gc.alloc.rate.norm is how many bytes one call allocates."})
public final class MicroCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            defaultValue = ".*",
            paramLabel = "REGEX",
            description = "which of them, by class or method; all of them without it")
    private String include;

    @Option(names = "--forks", defaultValue = "1", description = "processes for each; default: ${DEFAULT-VALUE}")
    private int forks;

    @Option(names = "--iterations", defaultValue = "5", description = "measured; default: ${DEFAULT-VALUE}")
    private int iterations;

    @Option(names = "--warmup", defaultValue = "5", description = "before them; default: ${DEFAULT-VALUE}")
    private int warmup;

    @Option(names = "--millis", defaultValue = "1000", description = "each; default: ${DEFAULT-VALUE}")
    private int millis;

    @Override
    public Integer call() throws RunnerException {
        Options options = new OptionsBuilder()
                .include(include)
                .forks(forks)
                .warmupIterations(warmup)
                .warmupTime(TimeValue.milliseconds(millis))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(millis))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .build();
        return new Runner(options).run().isEmpty() ? 1 : 0;
    }
}
