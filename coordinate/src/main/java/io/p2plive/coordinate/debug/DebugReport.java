/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.debug;

import io.p2plive.coordinate.relay.RelayStatus;
import io.p2plive.coordinate.stream.StreamFigures;
import io.p2plive.protocol.NodeMessage.Registration;
import io.p2plive.protocol.NodeMessage.StreamSummary;
import java.util.List;

/** All that coordinate knows, at one moment. Immutable. */
public record DebugReport(
        String name, long uptimeMillis, List<Tracker> trackers, List<RelayStatus> forwards, List<Stream> streams) {

    /** A tracker, and how long ago it showed itself. */
    public record Tracker(Registration registration, String address, String url, long seenMillisAgo) {}

    /** A stream, and what flowed in its epoch. */
    public record Stream(StreamSummary summary, StreamFigures figures) {}
}
