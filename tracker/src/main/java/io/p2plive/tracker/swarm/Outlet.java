/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.protocol.SwarmMessage.ToViewer;

/** A viewer's connection, as its swarm writes to it. Safe from any thread. */
public interface Outlet {
    /** Sends one message. */
    void send(ToViewer message);

    /** Sends what another viewer has for this one, as it is. */
    void pass(PassedOn message);

    /**
     * Ends the connection.
     *
     * @param code as in docs/protocol.md §8
     */
    void close(int code, String reason);
}
