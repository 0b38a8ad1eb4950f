/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import io.p2plive.bench.harness.Arguments;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What all commands around fan-out can be told. Confined to the command line. */
public final class FanoutOptions {
    private static final String BOUNDED_HEAP = "-Xmx1g";
    private static final String DELAY = "delay";

    @Option(
            names = "--candidates",
            split = ",",
            defaultValue = "floor,forward,ws",
            description =
                    "in turns, of floor, forward, forward_hold, ws; ratios are to the first; default: ${DEFAULT-VALUE}")
    List<FanoutCandidate> candidates;

    @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
    int rounds;

    @Option(names = "--chunks-per-second", defaultValue = "30", description = "default: ${DEFAULT-VALUE}")
    int chunksPerSecond;

    @Option(
            names = "--chunk-bytes",
            defaultValue = "4160",
            description = "with the header of 24; default: ${DEFAULT-VALUE}")
    int chunkBytes;

    @Option(
            names = "--warm-seconds",
            defaultValue = "10",
            description = "of the stream before what is measured; default: ${DEFAULT-VALUE}")
    int warmSeconds;

    @Option(names = "--seconds", defaultValue = "15", description = "measured; default: ${DEFAULT-VALUE}")
    int seconds;

    @Option(
            names = "--hold",
            defaultValue = "50",
            description = "milliseconds that forward_hold may hold chunks back; default: ${DEFAULT-VALUE}")
    int holdMillis;

    @Option(
            names = "--port",
            defaultValue = "21000",
            description = "the first of those used; default: ${DEFAULT-VALUE}")
    int port;

    @Option(
            names = "--cores",
            defaultValue = "0",
            description = "of the server, as taskset takes them; empty for all; default: ${DEFAULT-VALUE}")
    String cores;

    @Option(names = "--load-cores", defaultValue = "1", description = "of the load; default: ${DEFAULT-VALUE}")
    String loadCores;

    @Option(names = "--forward", defaultValue = "forward/target/forward.jar", description = "default: ${DEFAULT-VALUE}")
    Path forward;

    @Option(
            names = "--peer",
            defaultValue = "bench/peer",
            description = "the npm package of peers; default: ${DEFAULT-VALUE}")
    Path peer;

    /** As operators start them, who are told of none. */
    @Option(
            names = "--java-options",
            split = " ",
            description = "of servers on a JVM; default: none, and " + BOUNDED_HEAP + " where memory is looked at")
    List<String> javaOptions = List.of();

    @Option(names = "--logs", description = "a folder that keeps what servers print; else it is thrown away")
    Path logs;

    @Option(names = "--chart", description = "an SVG of the figures is written there")
    Path chart;

    @Option(
            names = "--nap",
            defaultValue = "500",
            description = {
                "microseconds between two looks of the load at its sockets;",
                "with 0 the kernel wakes it for each message, at the server's cost; default: ${DEFAULT-VALUE}"
            })
    int napMicros;

    /**
     * The options of a JVM whose load does this. A heap without a bound has more pages than it needs before viewers come, and
     * gives other ones back after: what the resident memory then grows by is theirs only in part, and by chance.
     */
    List<String> javaOptions(String part) {
        return javaOptions.isEmpty() && !part.equals(DELAY) ? List.of(BOUNDED_HEAP) : javaOptions;
    }

    /** What a load is told that measures delay and cost. */
    Arguments delay(int viewers) {
        return new Arguments()
                .with("part", DELAY)
                .with("viewers", viewers)
                .with("warmSeconds", warmSeconds)
                .with("seconds", seconds);
    }

    /** The same for a load that tries whether so many can be served: where the server breaks off, that is its figure. */
    Arguments trial(int viewers) {
        return delay(viewers).with("isTrial", true);
    }
}
