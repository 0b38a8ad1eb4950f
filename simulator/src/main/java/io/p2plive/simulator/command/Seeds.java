/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.scenario.Scenario;
import java.util.List;
import java.util.stream.LongStream;
import picocli.CommandLine.Option;

/** Which dice, and how many times they are thrown. Confined to the command. */
final class Seeds {
    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "the same seed gives the same figures (${DEFAULT-VALUE})")
    private long first;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "so many runs of each, with this seed and those after it (${DEFAULT-VALUE})")
    private int count;

    boolean areSeveral() {
        return count > 1;
    }

    /** What {@code run} would run with these options, once for each seed. */
    List<Scenario> of(String options) {
        return LongStream.range(first, first + Math.max(1, count))
                .mapToObj(seed -> RunCommand.read(options + " --seed " + seed).scenario())
                .toList();
    }
}
