/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command line that all daemons share: reads the settings, runs the daemon until SIGTERM or SIGINT, and ends with an
 * exit code that a supervisor understands.
 *
 * <p>Confined to the thread that runs it.
 *
 * @param <S> the daemon's settings
 */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = DaemonCommand.Version.class,
        footer = {
            "",
            "Without a file everything has a default that makes a working local system.",
            "Every key can also be set in the environment, see docs/configuration.md.",
            "Exit codes: 0 stopped, 1 could not run, 2 wrong usage, 78 wrong configuration."
        })
public final class DaemonCommand<S> implements Callable<Integer> {
    /** EX_CONFIG of sysexits.h: restarting does not help. */
    public static final int BAD_CONFIGURATION = 78;

    private static final long START_SECONDS = 5;
    private static final Logger log = LoggerFactory.getLogger(DaemonCommand.class);

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "YAML file whose keys replace the defaults.")
    private Path config;

    @Option(names = "--check-config", description = "Check the configuration, say so, and exit.")
    private boolean isCheckOnly;

    @Option(names = "--print-config", description = "Print every key with its default and its meaning, and exit.")
    private boolean isPrintOnly;

    private final String name;
    private final Class<S> settingsType;
    private final Daemon.Factory<S> factory;
    private final Map<String, String> environment;

    private DaemonCommand(
            String name, Class<S> settingsType, Daemon.Factory<S> factory, Map<String, String> environment) {
        this.name = name;
        this.settingsType = settingsType;
        this.factory = factory;
        this.environment = environment;
    }

    /**
     * Runs a daemon from the command line to its end.
     *
     * @return the exit code
     */
    public static <S> int run(String name, Class<S> settingsType, Daemon.Factory<S> factory, String... arguments) {
        return new CommandLine(new DaemonCommand<>(name, settingsType, factory, System.getenv()))
                .setCommandName(name)
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        if (isPrintOnly) {
            printDefaults();
            return 0;
        }
        try {
            S settings = Settings.load(name, Optional.ofNullable(config), environment, settingsType);
            Daemon daemon = factory.create(settings);
            if (isCheckOnly) {
                System.out.println("The configuration is good.");
                return 0;
            }
            return serve(daemon);
        } catch (ConfigurationException e) {
            System.err.println(name + ": " + e.getMessage());
            return BAD_CONFIGURATION;
        }
    }

    private int serve(Daemon daemon) {
        CompletableFuture<Boolean> isUp = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(daemon, isUp)));
        try {
            daemon.start();
            isUp.complete(true);
        } catch (IOException e) {
            System.err.println(name + ": " + e.getMessage());
            daemon.close();
            return CommandLine.ExitCode.SOFTWARE;
        } finally {
            isUp.complete(false);
        }
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return CommandLine.ExitCode.OK;
    }

    /** Told to stop while it still starts, a daemon stops once it has. */
    private static void stop(Daemon daemon, CompletableFuture<Boolean> isUp) {
        if (isUp.completeOnTimeout(true, START_SECONDS, TimeUnit.SECONDS).join()) {
            log.info("stopping");
            daemon.close();
            // Left alone, a JVM that was told to stop says 143, which supervisors take for a failure.
            Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
        }
    }

    private void printDefaults() throws IOException {
        try (var in = DaemonCommand.class.getResourceAsStream("/" + name + ".yaml")) {
            if (in == null) {
                throw new IOException("no /" + name + ".yaml beside the code");
            }
            System.out.print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The version that the jar's manifest names. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = DaemonCommand.class.getPackage().getImplementationVersion();
            return new String[] {"P2PLive ${COMMAND-FULL-NAME} " + (version == null ? "(development)" : version)};
        }
    }
}
