/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import io.p2plive.bench.harness.Launch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is measured side by side: how each is started. */
public enum FanoutCandidate {
    /** A bare loop that only writes. */
    FLOOR(true) {
        @Override
        public Launch launch(Setup setup, int relayPort, int viewerPort) {
            List<String> ports = List.of(String.valueOf(relayPort), String.valueOf(viewerPort));
            return new Launch(setup.cores(), setup.log(), Launch.java(setup.javaOptions(), FloorServer.class, ports));
        }
    },
    /** Our own. */
    FORWARD(true) {
        @Override
        public Launch launch(Setup setup, int relayPort, int viewerPort) {
            return forward(setup, relayPort, viewerPort, Map.of());
        }
    },
    /** Our own, when it may hold chunks back to write more at once. */
    FORWARD_HOLD(true) {
        @Override
        public Launch launch(Setup setup, int relayPort, int viewerPort) {
            String millis = String.valueOf(setup.holdMillis());
            return forward(setup, relayPort, viewerPort, Map.of("P2PLIVE_FORWARD_VIEWERS_BATCH_MILLIS", millis));
        }
    },
    /** A relay on the npm package ws, as with jsmpeg. */
    WS(false) {
        @Override
        public Launch launch(Setup setup, int relayPort, int viewerPort) {
            return new Launch(
                    setup.cores(),
                    setup.log(),
                    List.of(
                            "node",
                            "--expose-gc",
                            setup.peer().resolve("ws-relay.mjs").toString(),
                            String.valueOf(relayPort),
                            String.valueOf(viewerPort)));
        }
    };

    private final boolean isJava;

    FanoutCandidate(boolean isJava) {
        this.isJava = isJava;
    }

    /**
     * Where things are, and what they are told. Immutable.
     *
     * @param cores of the server
     * @param log what it prints goes there
     * @param peer where npm ci has been run
     * @param holdMillis for {@link #FORWARD_HOLD}
     */
    public record Setup(String cores, Path log, Path forward, Path peer, List<String> javaOptions, int holdMillis) {}

    /** The process that listens on these ports. */
    public abstract Launch launch(Setup setup, int relayPort, int viewerPort);

    boolean isJava() {
        return isJava;
    }

    private static Launch forward(Setup setup, int relayPort, int viewerPort, Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "P2PLIVE_FORWARD_BIND", "127.0.0.1",
                "P2PLIVE_FORWARD_RELAY_PORT", String.valueOf(relayPort),
                "P2PLIVE_FORWARD_VIEWER_PORT", String.valueOf(viewerPort),
                "P2PLIVE_FORWARD_VIEWERS_MAX_VIEWERS", "100000",
                "P2PLIVE_FORWARD_VIEWERS_MAX_CONNECTIONS_PER_ADDRESS", "100000"));
        environment.putAll(more);
        return new Launch(setup.cores(), setup.log(), Launch.java(setup.javaOptions(), setup.forward()), environment);
    }
}
