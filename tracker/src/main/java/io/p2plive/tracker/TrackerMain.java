/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker;

import io.p2plive.daemon.DaemonCommand;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The tracker's command line. */
public final class TrackerMain {
    private TrackerMain() {}

    /** Runs the tracker to its end. */
    public static void main(String[] arguments) {
        Optional<Path> config = configOf(arguments);
        System.exit(DaemonCommand.run(
                "tracker", TrackerSettings.class, settings -> new TrackerDaemon(settings, config), arguments));
    }

    /** The settings' file once more, for whoever watches it; a faulty command line is the command's to refuse. */
    private static Optional<Path> configOf(String... arguments) {
        try {
            ConfigOption option = new ConfigOption();
            new CommandLine(option).setUnmatchedArgumentsAllowed(true).parseArgs(arguments);
            return Optional.ofNullable(option.config);
        } catch (CommandLine.ParameterException e) {
            return Optional.empty();
        }
    }

    @CommandLine.Command
    private static final class ConfigOption {
        @Option(names = {"-c", "--config"})
        private Path config;
    }
}
