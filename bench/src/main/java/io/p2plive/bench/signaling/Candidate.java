/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import io.p2plive.bench.harness.Launch;
import io.p2plive.bench.harness.Peers;
import io.p2plive.bench.harness.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is measured side by side: how each is started. */
enum Candidate {
    /** Plain NIO that routes frames and knows nothing. */
    FLOOR("tracker") {
        @Override
        List<String> command(Setup setup, int port) {
            return Launch.java(setup.javaOptions(), FloorServer.class, List.of(String.valueOf(port)));
        }
    },
    /** Our own. */
    TRACKER("tracker") {
        @Override
        List<String> command(Setup setup, int port) throws IOException {
            Path settings = setup.files().file("tracker-" + port + ".yaml");
            Files.writeString(settings, """
                    name: bench
                    bind: 127.0.0.1
                    port: %d
                    coordinates: []
                    forwards: [{name: forward, push: "127.0.0.1:1", pull: "ws://127.0.0.1:%d"}]
                    limits: {connectionsPerAddress: 120000, messagesPerSecond: 100000}
                    """.formatted(port, setup.forwardPort()));
            List<String> command = new ArrayList<>(Launch.java(setup.javaOptions(), setup.tracker()));
            command.addAll(List.of("--config", settings.toString()));
            return command;
        }
    },
    /** The tracker of the npm package bittorrent-tracker, as WebTorrent uses it. */
    WEBTORRENT("webtorrent") {
        @Override
        List<String> command(Setup setup, int port) throws IOException, InterruptedException {
            Peers.install(setup.peer());
            return List.of(
                    "node",
                    "--expose-gc",
                    setup.peer().resolve("webtorrent-tracker.mjs").toString(),
                    String.valueOf(port));
        }
    };

    /** What its viewers speak. */
    final String dialect;

    Candidate(String dialect) {
        this.dialect = dialect;
    }

    /** Where things are, and what a JVM is told. */
    record Setup(Workspace files, Path tracker, Path peer, int forwardPort, List<String> javaOptions) {}

    /** The command that makes it listen on a port. */
    abstract List<String> command(Setup setup, int port) throws IOException, InterruptedException;
}
