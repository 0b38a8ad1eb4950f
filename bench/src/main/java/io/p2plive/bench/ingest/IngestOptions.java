/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import io.p2plive.bench.harness.Arguments;
import io.p2plive.bench.harness.FigureChart;
import io.p2plive.bench.harness.Figures;
import io.p2plive.bench.harness.Launch;
import io.p2plive.bench.harness.LoadProcess;
import io.p2plive.bench.harness.Row;
import io.p2plive.bench.harness.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** What all commands around ingest can be told. Confined to the command line. */
public final class IngestOptions {
    private static final int MORE_SECONDS = 90;

    @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
    int rounds;

    @Option(
            names = "--warm-seconds",
            defaultValue = "10",
            description = "before what is measured; default: ${DEFAULT-VALUE}")
    int warmSeconds;

    @Option(names = "--seconds", defaultValue = "10", description = "measured; default: ${DEFAULT-VALUE}")
    int seconds;

    @Option(
            names = "--port",
            defaultValue = "21500",
            description = "the first of those used; default: ${DEFAULT-VALUE}")
    int port;

    @Option(
            names = "--cores",
            defaultValue = "0",
            description = "of the servers, as taskset takes them; empty for all; default: ${DEFAULT-VALUE}")
    String cores;

    @Option(names = "--load-cores", defaultValue = "1", description = "of the load; default: ${DEFAULT-VALUE}")
    String loadCores;

    @Option(
            names = "--coordinate",
            defaultValue = "coordinate/target/coordinate.jar",
            description = "default: ${DEFAULT-VALUE}")
    Path coordinate;

    /** As operators start them, who are told of none. */
    @Option(names = "--java-options", split = " ", description = "of the servers; default: none")
    List<String> javaOptions = List.of();

    @Option(names = "--logs", description = "a folder that keeps what servers print; else it is thrown away")
    Path logs;

    @Option(names = "--chart", description = "an SVG of the figures is written there")
    Path chart;

    @Option(names = "--peer", defaultValue = "bench/peer", description = "default: ${DEFAULT-VALUE}")
    Path peer;

    /** Draws the figures that all candidates have, if that is wanted. */
    void draw(String title, List<Row> rows, Map<?, Figures> figures) throws IOException {
        if (chart != null) {
            FigureChart.write(chart, title, rows, figures);
        }
    }

    /** Runs a load that takes as long as it is told to, and some time more to come and go. */
    String runLoad(Workspace workspace, Class<?> main, Arguments arguments) throws IOException, InterruptedException {
        return LoadProcess.run(loadCores, workspace.log("load"), main, arguments, warmSeconds + seconds + MORE_SECONDS);
    }

    /** A bare relay: pushes go to the one port, receivers dial the other. */
    Launch floor(Path log, int listenPort, int receiverPort) {
        List<String> ports = List.of(String.valueOf(listenPort), String.valueOf(receiverPort));
        return new Launch(cores, log, Launch.java(javaOptions, FloorRelay.class, ports));
    }

    /** The same on the npm package ws. */
    Launch ws(Path log, int listenPort, int receiverPort) {
        String script = peer.resolve("ws-ingest.mjs").toString();
        return new Launch(
                cores, log, List.of("node", script, String.valueOf(listenPort), String.valueOf(receiverPort)));
    }

    /** A coordinate that listens there. */
    Launch coordinate(Path log, int listenPort) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "P2PLIVE_COORDINATE_BIND", "127.0.0.1",
                "P2PLIVE_COORDINATE_PORT", String.valueOf(listenPort),
                "P2PLIVE_COORDINATE_EXPIRY_MILLIS", "60000"));
        return new Launch(cores, log, Launch.java(javaOptions, coordinate), environment);
    }
}
