/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of the three jars, which can be started, killed and started again with the same settings.
 *
 * <p>Confined to the test's thread.
 */
public final class DaemonProcess implements AutoCloseable {
    private static final Path HOME =
            Path.of(System.getProperty("p2plive.home", "..")).toAbsolutePath().normalize();

    private final String daemon;
    private final Map<String, String> environment;
    private final int port;
    private final Path log;
    private RunningProcess process;

    /**
     * One that does not run yet.
     *
     * @param daemon the name of its module
     * @param port where it listens when it is ready
     */
    DaemonProcess(String daemon, Map<String, String> environment, int port, Path log) {
        this.daemon = daemon;
        this.environment = environment;
        this.port = port;
        this.log = log;
    }

    /** Runs a daemon's jar with arguments, as a person would. */
    public static RunningProcess run(String daemon, List<String> arguments, Map<String, String> environment, Path log) {
        Path jar = HOME.resolve(daemon).resolve("target").resolve(daemon + ".jar");
        if (!Files.isReadable(jar)) {
            throw new IllegalStateException("no " + jar + ": build it first");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-jar", jar.toString()));
        command.addAll(arguments);
        return RunningProcess.start(daemon, command, environment, log);
    }

    /** Where the page that any static host can serve was built. */
    public static Path builtPage() {
        return HOME.resolve("web-client/target/dist/stream.html");
    }

    /** Starts it; does not wait. */
    public void start() {
        process = run(daemon, List.of(), environment, log);
    }

    /** Waits until it listens. */
    public void awaitListening() {
        Eventually.holds(
                daemon + " listens on " + port,
                Duration.ofSeconds(20),
                () -> process.isAlive() && RawConnection.isAccepted(port),
                () -> process.tail(20));
    }

    /** Kills it with SIGKILL. */
    public void kill() {
        process.kill();
    }

    /**
     * Ends it with SIGTERM.
     *
     * @return its exit code
     */
    public int terminate(Duration within) {
        return process.terminate(within);
    }

    @Override
    public void close() {
        if (process != null) {
            process.kill();
        }
    }
}
