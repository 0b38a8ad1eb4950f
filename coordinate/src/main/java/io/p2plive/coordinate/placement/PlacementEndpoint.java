/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.placement;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.coordinate.directory.Directory;
import io.p2plive.coordinate.directory.TrackerEntry;
import io.p2plive.coordinate.stream.LiveStreams;
import io.p2plive.coordinate.stream.WallClock;
import io.p2plive.id.StreamName;
import io.p2plive.loop.Loop;
import io.p2plive.net.Endpoint;
import io.p2plive.net.HostPort;
import io.p2plive.net.HttpCall;
import io.p2plive.net.HttpRefusal;
import io.p2plive.net.HttpReply;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.NodeMessage;
import io.p2plive.protocol.NodeMessage.TrackerAddress;
import io.p2plive.protocol.RefusalReason;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code GET /tracker}: sends a viewer to the tracker that suits it (docs/protocol.md §4). Immutable. */
public final class PlacementEndpoint implements Endpoint.Answering {
    private final Directory directory;
    private final Loop loop;
    private final Placement placement;
    private final ClientAddress clients;
    private final LiveStreams streams;
    private final IceServers iceServers;

    /**
     * Answers from {@code directory}.
     *
     * @param loop the directory's
     */
    public PlacementEndpoint(
            Directory directory,
            Loop loop,
            Placement placement,
            ClientAddress clients,
            LiveStreams streams,
            IceServers iceServers) {
        this.directory = directory;
        this.loop = loop;
        this.placement = placement;
        this.clients = clients;
        this.streams = streams;
        this.iceServers = iceServers;
    }

    @Override
    public CompletionStage<HttpReply> answer(HttpCall call) throws HttpRefusal {
        StreamName stream = stream(call);
        InetAddress viewer = clients.of(call);
        CompletableFuture<HttpReply> reply = new CompletableFuture<>();
        loop.execute(() -> {
            Optional<TrackerEntry> tracker = placement.choose(viewer, directory.trackers());
            reply.complete(tracker.map(chosen -> found(call, stream, chosen)).orElseGet(() -> none(call, viewer)));
        });
        return reply;
    }

    private static StreamName stream(HttpCall call) throws HttpRefusal {
        try {
            return call.parameter("stream").map(StreamName::new).orElse(StreamName.DEFAULT);
        } catch (IllegalArgumentException e) {
            throw new HttpRefusal(HttpResponseStatus.BAD_REQUEST, RefusalReason.MALFORMED, e.getMessage());
        }
    }

    private HttpReply found(HttpCall call, StreamName stream, TrackerEntry tracker) {
        String url = HostPort.reachable(tracker.url(), call.host().orElse(""));
        if (!call.acceptsJson()) {
            URI uri = URI.create(url);
            return HttpReply.text(HttpResponseStatus.OK, uri.getHost() + ":" + uri.getPort() + "\n");
        }
        TrackerAddress address = new TrackerAddress(
                tracker.registration().name(), tracker.registration().region(), url);
        return HttpReply.json(
                HttpResponseStatus.OK,
                new NodeMessage.Placement(
                        Limits.PROTOCOL_VERSION,
                        address,
                        streams.summary(stream),
                        iceServers.forViewer(WallClock.nowSeconds()),
                        null,
                        WallClock.nowMicros()));
    }

    private HttpReply none(HttpCall call, InetAddress viewer) {
        boolean anyLives = !directory.trackers().isEmpty();
        String message = anyLives
                ? "no tracker with room serves region " + placement.regionOf(viewer)
                : "no tracker lives; start one, it registers by itself";
        return HttpReply.refusal(call, HttpResponseStatus.NOT_FOUND, RefusalReason.NO_TRACKER, message);
    }
}
