/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import io.p2plive.bench.harness.Row;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is measured of a tracker. */
enum Part {
    /** Messages of about 1.5 KB passed on. */
    OFFER("relayed offers", relayed()),
    /** Messages of about 200 bytes passed on. */
    CANDIDATE("relayed candidates", relayed()),
    /** From connecting to being settled. */
    JOIN("full joins: connect, join, sources, offer, answer, two candidates each way, statistics", joined()),
    /** Being there. */
    IDLE(
            "memory for each idle viewer",
            List.of(
                    Row.plain("viewers", "viewers", 0),
                    Row.compared("residentBytes", "resident bytes a viewer", 0),
                    Row.compared("heapBytes", "heap a viewer, after collection", 0),
                    Row.plain("residentTotal", "resident bytes in all", 0),
                    Row.plain("refused", "messages refused", 0),
                    Row.plain("lost", "connections lost", 0)));

    final String title;
    /** Made by {@link List#of}. */
    @SuppressWarnings("ImmutableEnumChecker")
    final List<Row> rows;

    Part(String title, List<Row> rows) {
        this.title = title;
        this.rows = rows;
    }

    /** How the load's process calls it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static List<Row> relayed() {
        return both(
                Row.compared("perCpuSecond", "messages a CPU-second", 0),
                Row.plain("compiling", "part of it that the JVM's compiler took", 2),
                Row.compared("compiledPerCpuSecond", "messages a CPU-second, the compiler left out", 0),
                Row.plain("perSecond", "messages a second", 0));
    }

    private static List<Row> joined() {
        return both(
                Row.compared("perCpuSecond", "joins a CPU-second", 0),
                Row.plain("compiling", "part of it that the JVM's compiler took", 2),
                Row.compared("compiledPerCpuSecond", "joins a CPU-second, the compiler left out", 0),
                Row.plain("coldPerCpuSecond", "joins a CPU-second, first wave after start", 0),
                Row.plain("leavesPerCpuSecond", "leaves a CPU-second", 0),
                Row.plain("perSecond", "joins a second", 0),
                Row.plain("alone", "joins without anybody to exchange with", 0),
                Row.plain("offeredPerSecond", "at a steady rate: joins offered a second", 0),
                Row.compared("steadyP50Millis", "  p50 ms", 2),
                Row.compared("steadyP99Millis", "  p99 ms", 2),
                Row.plain("steadyServerBusy", "  server's core busy", 2));
    }

    private static List<Row> both(Row... own) {
        Stream<Row> all = Stream.of(
                Row.compared("p50Millis", "as many as it can: p50 ms", 2),
                Row.compared("p99Millis", "  p99 ms", 2),
                Row.plain("serverBusy", "  server's core busy", 2),
                Row.plain("loadBusy", "  load's core busy", 2),
                Row.plain("othersBusy", "  cores busy with others", 2),
                Row.plain("refused", "messages refused", 0),
                Row.plain("lost", "connections lost", 0));
        return Stream.concat(Stream.of(own), all).toList();
    }
}
