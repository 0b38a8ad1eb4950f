/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.p2plive.id.StreamName;
import java.util.List;
import java.util.Objects;

/**
 * What daemons, and viewers that look for a tracker, say over plain HTTP. Normative text: docs/protocol.md §4 and §5.
 */
public sealed interface NodeMessage {

    /** A forward as its tracker knows it; {@code push} is host:port, {@code pull} a WebSocket address. */
    record ForwardEntry(String name, String push, String pull, boolean alive) {
        public ForwardEntry {
            Limits.checkText(name, Limits.MAX_NAME_CHARS, "forward name");
            Limits.checkText(push, Limits.MAX_NAME_CHARS, "push");
            Limits.checkText(pull, Limits.MAX_NAME_CHARS, "pull");
        }
    }

    /** A tracker registers, or shows that it lives. */
    record Registration(
            int protocol,
            String id,
            String name,
            String region,
            String url,
            List<String> networks,
            int viewers,
            int maxViewers,
            List<ForwardEntry> forwards)
            implements NodeMessage {
        public Registration {
            Limits.checkVersion(protocol);
            if (id == null || !id.matches("[0-9a-f]{32}")) {
                throw new IllegalArgumentException("id is 32 hexadecimal digits");
            }
            Limits.checkText(name, Limits.MAX_NAME_CHARS, "name");
            Limits.checkText(region, Limits.MAX_NAME_CHARS, "region");
            Limits.checkText(url, Limits.MAX_NAME_CHARS, "url");
            networks = Limits.checkList(networks, Limits.MAX_NETWORKS, "networks");
            Limits.checkRange(viewers, 0, Integer.MAX_VALUE, "viewers");
            Limits.checkRange(maxViewers, 0, Integer.MAX_VALUE, "maxViewers");
            forwards = Limits.checkList(forwards, Limits.MAX_FORWARDS, "forwards");
        }
    }

    /** How a stream is; {@code format} is null and the numbers are 0 while it is waiting. */
    record StreamSummary(
            StreamName name,
            StreamState state,
            long epoch,
            @JsonInclude(JsonInclude.Include.ALWAYS) StreamFormat format,
            int stripes) {
        public StreamSummary {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(state, "state");
        }

        /** What is said of a stream that nobody pushed yet. */
        public static StreamSummary waiting(StreamName name) {
            return new StreamSummary(name, StreamState.WAITING, 0, null, 0);
        }
    }

    /** Coordinate's answer to a registration or a heartbeat. */
    record RegistrationReply(long heartbeatMillis, long expiryMillis, List<StreamSummary> streams)
            implements NodeMessage {
        public RegistrationReply {
            Limits.checkRange((int) Math.min(heartbeatMillis, Integer.MAX_VALUE), 100, 600_000, "heartbeatMillis");
            streams = List.copyOf(streams);
        }
    }

    /** The tracker that suits a viewer. */
    record TrackerAddress(String name, String region, String url) {}

    /** An entry of the browser's {@code RTCConfiguration.iceServers}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record IceServer(List<String> urls, String username, String credential) {
        public IceServer {
            urls = List.copyOf(urls);
        }

        @Override
        public String toString() {
            return "ice server " + urls;
        }
    }

    /** Where a viewer shall go. */
    record Placement(
            int protocol,
            TrackerAddress tracker,
            StreamSummary stream,
            List<IceServer> iceServers,
            @JsonInclude(JsonInclude.Include.ALWAYS) String publicKey,
            long nowMicros)
            implements NodeMessage {}

    /** A stream as one forward serves it. */
    record ForwardStream(StreamName name, StreamState state, long epoch, long sequence, int stripes, int viewers) {}

    /** What a forward serves and what it can. */
    record ForwardLoad(
            int protocol,
            String name,
            int viewers,
            int maxViewers,
            long bitsOutPerSecond,
            long uptimeMillis,
            List<ForwardStream> streams)
            implements NodeMessage {
        public ForwardLoad {
            Limits.checkVersion(protocol);
            Limits.checkText(name, Limits.MAX_NAME_CHARS, "name");
            Limits.checkRange(viewers, 0, Integer.MAX_VALUE, "viewers");
            Limits.checkRange(maxViewers, 0, Integer.MAX_VALUE, "maxViewers");
            streams = List.copyOf(streams);
        }
    }

    /** A refusal over HTTP. */
    record Refusal(RefusalReason reason, String message) implements NodeMessage {}
}
