/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.placement;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.coordinate.address.ClientAddress;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** {@code GET /tracker}: sends a viewer to the tracker that suits it (docs/protocol.md §4). Immutable. */
public final class PlacementEndpoint implements Endpoint.Answering {
    /** A name, an address, an IPv6 address without its brackets, or nothing. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{0,255}");

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
        String host = call.host().orElse("");
        if (!HOST.matcher(host).matches()) {
            throw malformed("the Host header names no host");
        }
        InetAddress viewer = clients.of(call);
        return CompletableFuture.supplyAsync(
                () -> placement
                        .choose(viewer, directory.trackers())
                        .map(tracker -> found(call, stream, tracker, HostPort.reachable(tracker.url(), host)))
                        .orElseGet(() -> none(call, viewer)),
                loop::execute);
    }

    private static StreamName stream(HttpCall call) throws HttpRefusal {
        try {
            return call.parameter("stream").map(StreamName::new).orElse(StreamName.DEFAULT);
        } catch (IllegalArgumentException e) {
            throw malformed(e.getMessage());
        }
    }

    private static HttpRefusal malformed(String message) {
        return new HttpRefusal(HttpResponseStatus.BAD_REQUEST, RefusalReason.MALFORMED, message);
    }

    private HttpReply found(HttpCall call, StreamName stream, TrackerEntry tracker, String url) {
        if (!call.acceptsJson()) {
            return HttpReply.text(HttpResponseStatus.OK, hostAndPort(URI.create(url)) + "\n");
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

    private static String hostAndPort(URI url) {
        if (url.getPort() >= 0 || url.getHost() == null) {
            return url.getRawAuthority();
        }
        return url.getHost() + (url.getScheme().equals("wss") ? ":443" : ":80");
    }

    private HttpReply none(HttpCall call, InetAddress viewer) {
        boolean anyLives = !directory.trackers().isEmpty();
        String message = anyLives
                ? "no tracker with room serves region " + placement.regionOf(viewer)
                : "no tracker lives; start one, it registers by itself";
        return HttpReply.refusal(call, HttpResponseStatus.NOT_FOUND, RefusalReason.NO_TRACKER, message);
    }
}
