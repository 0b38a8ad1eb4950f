/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A short command of the system, run to its end. */
final class Command {
    private static final long MAX_SECONDS = 20;

    private Command() {}

    /** What it answered. */
    record Answer(int status, String output) {}

    /**
     * Runs one that has to succeed.
     *
     * @return what it printed
     * @throws IllegalStateException when it fails
     */
    static String run(List<String> command) {
        return run(command, "");
    }

    /** The same, with something on its standard input. */
    static String run(List<String> command, String input) {
        Answer answer = attempt(command, input);
        if (answer.status() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + answer.output());
        }
        return answer.output();
    }

    /**
     * Runs one that may fail.
     *
     * @param input few enough bytes for a pipe to hold
     */
    static Answer attempt(List<String> command, String input) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (OutputStream out = process.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.UTF_8));
            }
            Thread guard = killWhenOverdue(process);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            guard.interrupt();
            return new Answer(status, output.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + String.join(" ", command), e);
        }
    }

    private static Thread killWhenOverdue(Process process) {
        Thread guard = new Thread(() -> {
            try {
                if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                // It has ended in time.
            }
        });
        guard.setDaemon(true);
        guard.start();
        return guard;
    }
}
