/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the JVM's optimizing compiler step back behind those who feed viewers. A crowd that comes at once gives it work for
 * seconds; with the same right to a core as the event loop it takes every second slice, just when all wait for their first
 * picture. What it would speed up is a seventh of a forward's time, so viewers can wait for that better than for chunks.
 *
 * <p>The JVM's own flags for this must be given on the command line. On Linux each thread has a nice value of its own
 * (sched(7)), and {@code renice} of POSIX raises it without any privilege; threads that the compiler starts later inherit it.
 */
final class QuietCompiler {
    /** What Linux shows of the JVM's name for it: fifteen characters. HotSpot's; another JVM's is left alone. */
    static final String THREAD = "C2 CompilerThre";
    /** A tenth of the weight of a thread that was left alone. */
    static final int NICE = 10;

    private static final Logger log = LoggerFactory.getLogger(QuietCompiler.class);
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final int MAX_SECONDS = 2;

    private QuietCompiler() {}

    /**
     * Makes all threads of a name in this process nicer. Where that cannot be done all stays as it is.
     *
     * @param thread as Linux shows it
     * @return how many there were
     */
    static int stepBack(String thread) {
        try {
            List<String> ids = ids(thread);
            if (!ids.isEmpty()) {
                renice(ids);
                log.info("compiler steps back threads={} nice={}", ids.size(), NICE);
            }
            return ids.size();
        } catch (IOException | DirectoryIteratorException e) {
            log.info("compiler does not step back reason=\"{}\"", e.getMessage());
            return 0;
        }
    }

    private static List<String> ids(String thread) throws IOException {
        List<String> ids = new ArrayList<>();
        if (Files.isDirectory(THREADS)) {
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
                for (Path each : threads) {
                    if (name(each).equals(thread)) {
                        ids.add(each.getFileName().toString());
                    }
                }
            }
        }
        return ids;
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException e) {
            // It has ended meanwhile.
            return "";
        }
    }

    private static void renice(List<String> ids) throws IOException {
        List<String> command = Stream.concat(Stream.of("renice", "-n", String.valueOf(NICE), "-p"), ids.stream())
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(MAX_SECONDS, SECONDS) || process.exitValue() != 0) {
                throw new IOException("renice failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroy();
        }
    }
}
