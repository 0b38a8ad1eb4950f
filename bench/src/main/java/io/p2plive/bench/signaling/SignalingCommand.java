/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import io.p2plive.bench.harness.Arguments;
import io.p2plive.bench.harness.FigureChart;
import io.p2plive.bench.harness.FigureTable;
import io.p2plive.bench.harness.Figures;
import io.p2plive.bench.harness.Interleaved;
import io.p2plive.bench.harness.Launch;
import io.p2plive.bench.harness.LoadProcess;
import io.p2plive.bench.harness.PinnedProcess;
import io.p2plive.bench.harness.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a tracker can introduce. Confined to the command line. */
@Command(
        name = "signaling",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures trackers on one core each, the load on another, in turns, each time with fresh processes:",
            "relayed offers and candidates, full joins, and memory for each idle viewer."
        })
public final class SignalingCommand implements Callable<Integer> {
    private static final long PART_SECONDS = 180;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--candidates",
            split = ",",
            defaultValue = "floor,tracker,webtorrent",
            description = "in turns; default: ${DEFAULT-VALUE}")
    private List<Candidate> candidates;

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = "offer,candidate,join,idle",
            description = "default: ${DEFAULT-VALUE}")
    private List<Part> parts;

    @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--viewers", defaultValue = "3000", description = "of one wave of joins; default: ${DEFAULT-VALUE}")
    private int viewers;

    @Option(names = "--at-once", defaultValue = "50", description = "joins under way; default: ${DEFAULT-VALUE}")
    private int atOnce;

    @Option(
            names = "--steady-percent",
            defaultValue = "50",
            description =
                    "of the joins a CPU-second, offered each second where their time is measured; default: ${DEFAULT-VALUE}")
    private int steadyPercent;

    @Option(
            names = "--join-warm-seconds",
            defaultValue = "30",
            description = "of joins before those that are measured; default: ${DEFAULT-VALUE}")
    private int joinWarmSeconds;

    @Option(names = "--waves", defaultValue = "4", description = "measured; default: ${DEFAULT-VALUE}")
    private int waves;

    @Option(names = "--pairs", defaultValue = "100", description = "that relay; default: ${DEFAULT-VALUE}")
    private int pairs;

    @Option(
            names = "--depth",
            defaultValue = "2",
            description = "messages under way for each pair; default: ${DEFAULT-VALUE}")
    private int depth;

    @Option(names = "--seconds", defaultValue = "5", description = "of relaying; default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--relay-warm-seconds",
            defaultValue = "15",
            description = "of relaying before what is measured; default: ${DEFAULT-VALUE}")
    private int relayWarmSeconds;

    @Option(
            names = "--settle-millis",
            defaultValue = "3000",
            description = "that servers get to come to rest before their memory is measured; default: ${DEFAULT-VALUE}")
    private int settleMillis;

    @Option(names = "--idle-viewers", defaultValue = "15000", description = "default: ${DEFAULT-VALUE}")
    private int idleViewers;

    @Option(
            names = "--port",
            defaultValue = "22000",
            description = "the first of those used; default: ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--server-core", defaultValue = "0", description = "default: ${DEFAULT-VALUE}")
    private int serverCore;

    @Option(names = "--load-core", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
    private int loadCore;

    @Option(names = "--tracker", defaultValue = "tracker/target/tracker.jar", description = "default: ${DEFAULT-VALUE}")
    private Path tracker;

    @Option(
            names = "--peer",
            defaultValue = "bench/peer",
            description = "the npm package of peers; default: ${DEFAULT-VALUE}")
    private Path peer;

    /** As operators start them, who are told of none. */
    @Option(names = "--java-options", split = " ", description = "of the servers; default: none")
    private List<String> javaOptions = List.of();

    @Option(names = "--logs", description = "a folder that keeps what processes print; else it is thrown away")
    private Path logs;

    @Option(names = "--charts", description = "a folder for an SVG of each part")
    private Path chart;

    @Override
    public Integer call() throws Exception {
        int forwardPort = port++;
        PrintWriter out = spec.commandLine().getOut();
        try (Workspace files = new Workspace(logs);
                StubForward forward = new StubForward(forwardPort)) {
            Candidate.Setup setup = new Candidate.Setup(files, tracker, peer, forwardPort, javaOptions);
            out.printf("a stand-in for a forward answers the tracker on port %d%n", forward.port());
            for (Part part : parts) {
                Map<Candidate, Figures> figures =
                        Interleaved.run(candidates, rounds, candidate -> round(part, candidate, setup));
                out.print(FigureTable.of(part.title, part.rows, figures, 1));
                out.flush();
                if (chart != null) {
                    FigureChart.write(
                            chart.resolve("signaling-" + part.word() + ".svg"), part.title, part.rows, figures);
                }
            }
        }
        return 0;
    }

    private String round(Part part, Candidate candidate, Candidate.Setup setup) throws Exception {
        int serverPort = port++;
        String name = part.word() + "-" + serverPort;
        try (PinnedProcess server = PinnedProcess.start(new Launch(
                String.valueOf(serverCore),
                setup.files().log(name + "-server"),
                candidate.command(setup, serverPort)))) {
            server.awaitPort(serverPort);
            return LoadProcess.run(
                    String.valueOf(loadCore),
                    setup.files().log(name + "-load"),
                    LoadMain.class,
                    arguments(part, candidate, serverPort, server.pid()),
                    PART_SECONDS);
        }
    }

    private Arguments arguments(Part part, Candidate candidate, int serverPort, long server) {
        long warm = part == Part.JOIN ? joinWarmSeconds : relayWarmSeconds;
        return new Arguments()
                .with("part", part.word())
                .with("dialect", candidate.dialect)
                .with("server", server)
                .with("port", serverPort)
                .with("viewers", viewers)
                .with("atOnce", atOnce)
                .with("waves", waves)
                .with("steadyPercent", steadyPercent)
                .with("pairs", pairs)
                .with("depth", depth)
                .with("warmMillis", TimeUnit.SECONDS.toMillis(warm))
                .with("millis", TimeUnit.SECONDS.toMillis(seconds))
                .with("settleMillis", settleMillis)
                .with("idleFirst", idleViewers / 3)
                .with("idleViewers", idleViewers);
    }
}
