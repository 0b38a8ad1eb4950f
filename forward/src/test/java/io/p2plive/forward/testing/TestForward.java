/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.testing;

import io.p2plive.forward.ForwardDaemon;
import io.p2plive.forward.ForwardSettings;
import io.p2plive.forward.edge.EdgeLimits;
import io.p2plive.forward.relay.RelayLimits;
import io.p2plive.forward.stream.StreamLimits;
import io.p2plive.net.TransportKind;
import java.io.IOException;

/** A forward on free ports of this machine. */
public final class TestForward {
    public static final int MAX_LINKS = 8;
    public static final EdgeLimits EDGE = new EdgeLimits(100, 100, 4 * 1024 * 1024, 2_000, 15_000, 0);
    public static final StreamLimits STREAMS = new StreamLimits(1 << 20, 4 << 20, 10_000, 60_000, 8, 4);

    private TestForward() {}

    public static ForwardDaemon started() throws IOException {
        return started("", EDGE);
    }

    public static ForwardDaemon started(String secret, EdgeLimits edge) throws IOException {
        ForwardDaemon forward = new ForwardDaemon(new ForwardSettings(
                "test-forward",
                "127.0.0.1",
                0,
                0,
                secret,
                2,
                TransportKind.AUTO,
                false,
                edge,
                new RelayLimits(MAX_LINKS, 3),
                STREAMS));
        forward.start();
        return forward;
    }
}
