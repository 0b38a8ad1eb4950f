/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.signaling;

import io.p2plive.id.StreamName;
import io.p2plive.net.Endpoint;
import io.p2plive.net.HttpCall;
import io.p2plive.net.WebSocketHandler;
import io.p2plive.protocol.Limits;
import io.p2plive.tracker.swarm.Swarms;

/** {@code GET /resource[?stream=NAME]} with an upgrade: a viewer comes (docs/protocol.md §3). Immutable. */
public final class ResourceEndpoint implements Endpoint.Speaking {
    private final Swarms swarms;
    private final SessionLimits limits;

    /** Lets viewers into those swarms. */
    public ResourceEndpoint(Swarms swarms, SessionLimits limits) {
        this.swarms = swarms;
        this.limits = limits;
    }

    @Override
    public WebSocketHandler accept(HttpCall call) {
        StreamName stream = call.parameter("stream").map(StreamName::new).orElse(StreamName.DEFAULT);
        return new ViewerSession(swarms, stream, call.host().orElse(""), limits);
    }

    @Override
    public int maxMessageBytes() {
        return Limits.MAX_SWARM_MESSAGE_BYTES;
    }
}
