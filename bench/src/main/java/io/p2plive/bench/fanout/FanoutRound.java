/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import io.p2plive.bench.harness.Arguments;
import io.p2plive.bench.harness.LoadProcess;
import io.p2plive.bench.harness.Peers;
import io.p2plive.bench.harness.PinnedProcess;
import io.p2plive.bench.harness.Workspace;
import java.io.IOException;

/** One server and one load, from their start to their end. Confined to the command line. */
final class FanoutRound implements AutoCloseable {
    /** To connect, to drain, and for garbage collections. */
    private static final int MORE_SECONDS = 120;

    private final FanoutOptions options;
    private final Workspace workspace;
    private int port;

    FanoutRound(FanoutOptions options) throws IOException, InterruptedException {
        this.options = options;
        this.workspace = new Workspace(options.logs);
        this.port = options.port;
        if (options.candidates.contains(FanoutCandidate.WS)) {
            Peers.install(options.peer);
        }
    }

    /**
     * Runs one part with the cores of the options.
     *
     * @param more what the load is told beside the options
     * @return the load's figures
     */
    String run(FanoutCandidate candidate, Arguments more) throws IOException, InterruptedException {
        return run(candidate, new Cores(options.cores, options.loadCores), more);
    }

    /** Where the server and the load run, as taskset takes it; empty for all. */
    record Cores(String server, String load) {}

    /**
     * Runs one part.
     *
     * @param more what the load is told beside the options
     * @return the load's figures
     */
    String run(FanoutCandidate candidate, Cores cores, Arguments more) throws IOException, InterruptedException {
        int relayPort = port++;
        int viewerPort = port++;
        FanoutCandidate.Setup setup = new FanoutCandidate.Setup(
                cores.server(),
                workspace.log(candidate + "-" + viewerPort),
                options.forward,
                options.peer,
                options.javaOptions(more.text("part")),
                options.holdMillis);
        try (PinnedProcess server = PinnedProcess.start(candidate.launch(setup, relayPort, viewerPort))) {
            server.awaitPort(relayPort);
            server.awaitPort(viewerPort);
            Arguments arguments = more.with("server", server.pid())
                    .with("relayPort", relayPort)
                    .with("viewerPort", viewerPort)
                    .with("isJava", candidate.isJava())
                    .with("napMicros", options.napMicros)
                    .with("chunksPerSecond", options.chunksPerSecond)
                    .with("chunkBytes", options.chunkBytes);
            return LoadProcess.run(
                    cores.load(),
                    workspace.log("load"),
                    FanoutLoad.class,
                    arguments,
                    options.warmSeconds + options.seconds + MORE_SECONDS);
        }
    }

    /** How many cores the load has. */
    int loadCores() {
        return options.loadCores.isEmpty()
                ? Runtime.getRuntime().availableProcessors()
                : options.loadCores.split(",", -1).length;
    }

    @Override
    public void close() throws IOException {
        workspace.close();
    }
}
