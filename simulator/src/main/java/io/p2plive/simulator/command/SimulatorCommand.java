/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands. */
@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunCommand.class,
            FiguresCommand.class,
            CurvesCommand.class,
            StripingCommand.class,
            ReplayCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Runs swarms of thousands of viewers through the engine that the tracker runs, in simulated time:"
                    + " the same seed gives the same run."
        })
public final class SimulatorCommand {
    /** A fresh command line. */
    public static CommandLine commandLine() {
        return new CommandLine(new SimulatorCommand());
    }
}
