/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.system.harness.DaemonProcess;
import io.p2plive.system.harness.FreePorts;
import io.p2plive.system.harness.LiveSystem;
import io.p2plive.system.harness.RunningProcess;
import io.p2plive.system.harness.Stage;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person at a terminal, or a supervisor, may count on. */
final class CommandLineIT {
    private static final int BAD_CONFIGURATION = 78;
    private static final Duration RUN_WITHIN = Duration.ofSeconds(20);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    @RegisterExtension
    static final Stage stage = new Stage();

    @ParameterizedTest
    @ValueSource(strings = {"coordinate", "tracker", "forward"})
    void helpNamesTheOptions(String daemon) {
        RunningProcess help = ran(daemon, Map.of(), "--help");
        assertEquals(0, help.awaitExit(RUN_WITHIN));
        assertTrue(help.output().contains("--check-config"), help::output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinate", "tracker", "forward"})
    void versionNamesTheDaemon(String daemon) {
        RunningProcess version = ran(daemon, Map.of(), "--version");
        assertEquals(0, version.awaitExit(RUN_WITHIN));
        assertTrue(version.output().contains("P2PLive " + daemon), version::output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinate", "tracker", "forward"})
    void defaultsAreAGoodConfigurationAndPrintable(String daemon) throws IOException {
        RunningProcess print = ran(daemon, Map.of(), "--print-config");
        assertEquals(0, print.awaitExit(RUN_WITHIN));
        Path file = stage.logs().resolve(daemon + "-printed.yaml");
        Files.writeString(file, print.output());
        RunningProcess check = ran(daemon, Map.of(), "--check-config", "--config", file.toString());
        assertEquals(0, check.awaitExit(RUN_WITHIN), check::output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinate", "tracker", "forward"})
    void unknownKeyOfAFileIsNamed(String daemon) throws IOException {
        Path file = stage.logs().resolve(daemon + "-bad.yaml");
        Files.writeString(file, "colour: red\n");
        RunningProcess check = ran(daemon, Map.of(), "--config", file.toString());
        assertEquals(BAD_CONFIGURATION, check.awaitExit(RUN_WITHIN), check::output);
        assertTrue(check.output().contains("colour"), check::output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinate", "tracker", "forward"})
    void unknownKeyOfTheEnvironmentIsNamed(String daemon) {
        String key = "P2PLIVE_" + daemon.toUpperCase(Locale.ROOT) + "_COLOUR";
        RunningProcess check = ran(daemon, Map.of(key, "red"));
        assertEquals(BAD_CONFIGURATION, check.awaitExit(RUN_WITHIN), check::output);
        assertTrue(check.output().contains(key), check::output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinate/port", "tracker/port", "forward/viewerPort"})
    void badValueNamesItsKey(String daemonAndKey) throws IOException {
        String daemon = daemonAndKey.substring(0, daemonAndKey.indexOf('/'));
        String key = daemonAndKey.substring(daemonAndKey.indexOf('/') + 1);
        Path file = stage.logs().resolve(daemon + "-value.yaml");
        Files.writeString(file, key + ": 70000\n");
        RunningProcess check = ran(daemon, Map.of(), "--config", file.toString());
        assertEquals(BAD_CONFIGURATION, check.awaitExit(RUN_WITHIN), check::output);
        assertTrue(check.output().contains(key), check::output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinate/PORT", "tracker/PORT", "forward/VIEWER_PORT"})
    void takenPortEndsItWithItsNumber(String daemonAndKey) throws IOException {
        String daemon = daemonAndKey.substring(0, daemonAndKey.indexOf('/'));
        String key = "P2PLIVE_" + daemon.toUpperCase(Locale.ROOT)
                + daemonAndKey.substring(daemon.length()).replace('/', '_');
        try (ServerSocket taken = new ServerSocket(FreePorts.take())) {
            String port = String.valueOf(taken.getLocalPort());
            RunningProcess run = ran(daemon, Map.of(key, port));
            assertEquals(1, run.awaitExit(RUN_WITHIN), run::output);
            assertTrue(run.output().contains(port), run::output);
        }
    }

    @Test
    void sigtermEndsEachDaemonAtWork() {
        LiveSystem system = stage.system(1).start();
        system.daemons().forEach(daemon -> assertEquals(0, daemon.terminate(STOP_WITHIN)));
    }

    private RunningProcess ran(String daemon, Map<String, String> environment, String... arguments) {
        Path log = stage.logs().resolve(daemon + "-" + System.nanoTime() + ".log");
        return DaemonProcess.run(daemon, List.of(arguments), environment, log);
    }
}
