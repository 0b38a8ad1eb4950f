/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaemonCommandTest {
    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    @Test
    void explainsItselfWithItsExitCodes() {
        assertEquals(0, run("--help"));
        assertTrue(out().contains("Usage: sample"), out());
        assertTrue(out().contains("78 wrong configuration"), out());
    }

    @Test
    void saysItsVersion() {
        assertEquals(0, run("--version"));
        assertEquals("P2PLive sample (development)", out().strip());
    }

    @Test
    void printsEveryDefaultWithItsComment() throws Exception {
        assertEquals(0, run("--print-config"));
        try (var in = DaemonCommandTest.class.getResourceAsStream("/sample.yaml")) {
            assertEquals(new String(in.readAllBytes(), StandardCharsets.UTF_8), out());
        }
    }

    @Test
    void takesBackTheConfigurationThatItPrints() throws Exception {
        run("--print-config");
        Path printed = Files.writeString(folder.resolve("printed.yaml"), out());

        assertEquals(0, run("--check-config", "--config", printed.toString()));
    }

    @Test
    void checksAGoodConfigurationWithoutStarting() throws Exception {
        assertEquals(0, run("--check-config", "-c", file("port: 1")));
        assertEquals("The configuration is good.", out().strip());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"prot: 9000", "port: many", "port: 70000", "port: [", "name: ''"})
    void endsWith78ForAWrongConfiguration(String content) throws Exception {
        assertEquals(78, run("-c", file(content)));
        assertTrue(err().startsWith("sample: "), err());
    }

    @Test
    void endsWith78ForAFileThatIsNotThere() {
        assertEquals(
                78, run("--check-config", "-c", folder.resolve("absent.yaml").toString()));
        assertTrue(err().contains("absent.yaml"), err());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"--nonsense", "stray", "--config"})
    void endsWith2ForWrongUsage(String argument) {
        assertEquals(2, run(argument));
        assertTrue(err().contains("Usage: sample"), err());
    }

    @Test
    void endsWith1AndClosesWhatItBeganWhenItCannotStart() throws Exception {
        assertEquals(1, run("-c", file("port: 1")));
        assertEquals("sample: cannot listen on port 1", err().strip());
        assertEquals("closed", out().strip());
    }

    @Test
    @Timeout(30)
    void endsWith0WhenItIsToldToStop() throws Exception {
        Process process = program(8080);
        try (BufferedReader lines = process.inputReader()) {
            assertEquals("listening on 8080", lines.readLine());
            process.toHandle().destroy();

            assertTrue(lines.lines().anyMatch("closed"::equals));
            assertEquals(0, exitCode(process));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @Timeout(30)
    void stopsInGoodOrderWhenItIsToldSoWhileItStarts() throws Exception {
        Process process = program(2);
        try (BufferedReader lines = process.inputReader()) {
            assertEquals("starting", lines.readLine());
            process.toHandle().destroy();
            process.outputWriter().append("go on\n").flush();

            List<String> rest = lines.lines().toList();
            assertTrue(rest.indexOf("listening on 2") < rest.indexOf("closed"), rest.toString());
            assertEquals(0, exitCode(process));
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process program(int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SampleDaemon.class.getName())
                .redirectErrorStream(true);
        builder.environment().put("P2PLIVE_SAMPLE_PORT", String.valueOf(port));
        return builder.start();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private static int run(String... arguments) {
        return DaemonCommand.run("sample", SampleSettings.class, SampleDaemon::new, arguments);
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("operator.yaml"), content).toString();
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
