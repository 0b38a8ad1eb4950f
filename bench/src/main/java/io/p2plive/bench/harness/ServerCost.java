/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The processor's time and the memory that a server takes, and the time of this process beside it. Immutable. */
public record ServerCost(long serverPid) {
    private static final long TICK_MICROS = 10_000;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    /** Of the whole machine; the first field is its name. */
    private static final int IDLE = 4;

    private static final int DISK_WAIT = 5;
    private static final int STEAL = 8;
    private static final long TOOL_SECONDS = 60;

    /** What was used up to some moment. */
    public record Reading(long serverMicros, long loadMicros, long machineMicros, long nanos) {
        /** What was used from here on. */
        public Span until(Reading later) {
            return new Span(
                    later.serverMicros - serverMicros,
                    later.loadMicros - loadMicros,
                    later.machineMicros - machineMicros,
                    (later.nanos - nanos) / 1_000);
        }
    }

    /** What was used in some time. */
    public record Span(long serverMicros, long loadMicros, long machineMicros, long wallMicros) {
        /** Nothing in no time. */
        public static final Span NONE = new Span(0, 0, 0, 0);

        /** Both together. */
        public Span plus(Span other) {
            return new Span(
                    serverMicros + other.serverMicros,
                    loadMicros + other.loadMicros,
                    machineMicros + other.machineMicros,
                    wallMicros + other.wallMicros);
        }

        /** So many in each second of the server's processor time. */
        public double perServerSecond(long count) {
            return count * 1e6 / serverMicros;
        }

        /** So many in each second. */
        public double perSecond(long count) {
            return count * 1e6 / wallMicros;
        }

        /** Cores that this process kept busy. */
        public double loadBusy() {
            return (double) loadMicros / wallMicros;
        }

        /** Cores that the server kept busy. */
        public double serverBusy() {
            return (double) serverMicros / wallMicros;
        }

        /** Cores that neither of them had, with what the machine under a virtual one took. */
        public double othersBusy() {
            return (double) (machineMicros - serverMicros - loadMicros) / wallMicros;
        }
    }

    /** How it stands. */
    public Reading read() throws IOException {
        return new Reading(
                micros(serverPid), micros(ProcessHandle.current().pid()), machineMicros(), System.nanoTime());
    }

    private static long machineMicros() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).get(0).split("\\s+", -1);
        long ticks = 0;
        for (int i = 1; i <= STEAL; i++) {
            ticks += i == IDLE || i == DISK_WAIT ? 0 : Long.parseLong(fields[i]);
        }
        return ticks * TICK_MICROS;
    }

    private static long micros(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The name before the last bracket may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * TICK_MICROS;
    }

    /** Whether there still is such a process. */
    public boolean isServerAlive() {
        return Files.exists(Path.of("/proc/" + serverPid));
    }

    /** What the server has in memory. */
    public long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + serverPid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("process " + serverPid + " is gone");
    }

    /**
     * Makes a JVM collect its garbage.
     *
     * @return the bytes of its live objects
     */
    public long collectHeap() throws IOException, InterruptedException {
        String histogram = run("jcmd", String.valueOf(serverPid), "GC.class_histogram");
        String total = histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IOException(histogram));
        // A full collection of its own gives the emptied heap back to the system.
        run("jcmd", String.valueOf(serverPid), "GC.run");
        return Long.parseLong(total.trim().split("\\s+", -1)[2]);
    }

    /** Makes a server that listens to SIGUSR2 collect its garbage. */
    public void collectByWord() throws IOException, InterruptedException {
        run("kill", "-USR2", String.valueOf(serverPid));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command[0] + " does not end");
        }
        return text;
    }
}
