/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processor's time that a JVM's compiler threads took: what of a server's time goes once it is warm. Immutable. */
record CompilerCost(long serverPid) {
    private static final long TICK_MICROS = 10_000;
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    /** So far; 0 for what is no JVM. */
    long micros() throws IOException {
        List<Path> threads;
        try (Stream<Path> listed = Files.list(Path.of("/proc/" + serverPid + "/task"))) {
            threads = listed.toList();
        }
        long micros = 0;
        for (Path thread : threads) {
            micros += micros(thread);
        }
        return micros;
    }

    private static long micros(Path thread) throws IOException {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            if (!stat.contains("(C1 CompilerThre") && !stat.contains("(C2 CompilerThre")) {
                return 0;
            }
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * TICK_MICROS;
        } catch (NoSuchFileException e) {
            // A thread that has just ended.
            return 0;
        }
    }
}
