/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a process is started. Immutable.
 *
 * @param cores as taskset takes them, such as 0 or 0,1; empty for all
 * @param output the file that what it prints goes to
 * @param environment what is added to ours
 */
public record Launch(String cores, Path output, List<String> command, Map<String, String> environment) {
    /** Keeps copies. */
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** With our environment as it is. */
    public Launch(String cores, Path output, List<String> command) {
        this(cores, output, command, Map.of());
    }

    /** This JVM's {@code java} with these options, on this class path. */
    public static List<String> java(List<String> options, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(java(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** This JVM's {@code java} with these options, with a daemon's jar. */
    public static List<String> java(List<String> options, Path jar) {
        List<String> command = new ArrayList<>(java(options));
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private static List<String> java(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        return command;
    }

    ProcessBuilder builder() {
        // taskset becomes the command: it keeps the process id.
        List<String> pinned = new ArrayList<>(cores.isEmpty() ? List.of() : List.of("taskset", "-c", cores));
        pinned.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder;
    }
}
