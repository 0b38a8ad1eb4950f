/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that the tests started, with its output in a file. Whatever still runs when the JVM ends is killed, each by
 * its own process handle.
 *
 * <p>Confined to the test's thread.
 */
public final class RunningProcess implements AutoCloseable {
    private static final Duration KILL_WITHIN = Duration.ofSeconds(10);
    private static final Set<RunningProcess> ALL = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALL.forEach(RunningProcess::destroy)));
    }

    private final String name;
    private final Process process;
    private final Path log;

    private RunningProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts one. Proxies of the environment are not for it: all it talks to is on this machine.
     *
     * @param environment added to the test's own
     * @param log appended to, its folder is made
     */
    public static RunningProcess start(String name, List<String> command, Map<String, String> environment, Path log) {
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(Redirect.appendTo(log.toFile()));
            builder.environment()
                    .keySet()
                    .removeIf(key -> key.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
            builder.environment().putAll(environment);
            RunningProcess started = new RunningProcess(name, builder.start(), log);
            ALL.add(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it and all its children with SIGKILL; returns when they are gone. */
    public void kill() {
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroyForcibly);
        Eventually.holds(name + " is gone", KILL_WITHIN, () -> family.stream().noneMatch(ProcessHandle::isAlive));
        ALL.remove(this);
    }

    /**
     * Asks it to end with SIGTERM.
     *
     * @return its exit code
     */
    public int terminate(Duration within) {
        process.destroy();
        return awaitExit(within);
    }

    /**
     * Waits for it to end by itself.
     *
     * @return its exit code
     */
    public int awaitExit(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " did not end within " + within.toMillis() + " ms\n" + tail(20));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + name + " ends", e);
        }
        ALL.remove(this);
        return process.exitValue();
    }

    /** Stops it and its children in their tracks, as a machine that hangs. Only {@link #kill} helps it then. */
    public void freeze() {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -STOP \"$@\"", "sh"));
        family().forEach(member -> command.add(String.valueOf(member.pid())));
        RunningProcess signal = start("kill -STOP", command, Map.of(), log);
        if (signal.awaitExit(KILL_WITHIN) != 0) {
            throw new AssertionError("cannot stop " + name + "\n" + tail(5));
        }
    }

    /** The last lines that it printed. */
    public String tail(int lines) {
        return tail(log, lines);
    }

    /** The last lines of a file, after its name. */
    public static String tail(Path file, int lines) {
        try {
            List<String> all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return "--- " + file.getFileName() + "\n"
                    + String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size())) + "\n";
        } catch (IOException e) {
            return "--- " + file + ": " + e + "\n";
        }
    }

    /** All that it printed. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private List<ProcessHandle> family() {
        List<ProcessHandle> family = new ArrayList<>(List.of(process.toHandle()));
        process.descendants().forEach(family::add);
        return family;
    }

    private void destroy() {
        family().forEach(ProcessHandle::destroyForcibly);
    }
}
