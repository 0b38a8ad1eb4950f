/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward;

import io.p2plive.forward.edge.EdgeLimits;
import io.p2plive.forward.relay.RelayLimits;
import io.p2plive.forward.stream.StreamLimits;
import io.p2plive.net.Transport;
import io.p2plive.net.TransportKind;
import java.util.Objects;

/**
 * What an operator can set; {@code forward.yaml} says what each key means. Immutable.
 *
 * @param bind empty for all addresses
 * @param relayPort 0 for any free one
 * @param viewerPort 0 for any free one
 * @param sharedSecret empty for none
 * @param eventLoops 0 for one a core
 * @param warmUp whether the path of a chunk is compiled before anybody is let in
 */
public record ForwardSettings(
        String name,
        String bind,
        int relayPort,
        int viewerPort,
        String sharedSecret,
        int eventLoops,
        TransportKind transport,
        boolean warmUp,
        EdgeLimits viewers,
        RelayLimits relay,
        StreamLimits streams) {
    private static final int MAX_NAME_CHARS = 255;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_LOOPS = 1_024;

    /** Checks each value. */
    public ForwardSettings {
        check(name != null && !name.isBlank() && name.length() <= MAX_NAME_CHARS, "name is 1 to 255 characters");
        check(bind != null, "bind is a text; empty for all addresses");
        checkPort("relayPort", relayPort);
        checkPort("viewerPort", viewerPort);
        check(relayPort == 0 || relayPort != viewerPort, "relayPort and viewerPort are the same");
        check(sharedSecret != null, "sharedSecret is a text; empty for none");
        check(eventLoops >= 0 && eventLoops <= MAX_LOOPS, "eventLoops is not in 0 … " + MAX_LOOPS);
        Transport.check(Objects.requireNonNull(transport, "transport"));
        Objects.requireNonNull(viewers, "viewers");
        Objects.requireNonNull(relay, "relay");
        Objects.requireNonNull(streams, "streams");
    }

    private static void checkPort(String key, int port) {
        check(port >= 0 && port <= MAX_PORT, key + " is not in 0 … " + MAX_PORT);
    }

    private static void check(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** Without the secret, for it may be logged. */
    @Override
    public String toString() {
        return "forward " + name + " relayPort=" + relayPort + " viewerPort=" + viewerPort;
    }
}
