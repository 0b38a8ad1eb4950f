/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.coordinate.address.ClientAddress;
import io.p2plive.coordinate.address.Networks;
import io.p2plive.coordinate.debug.DebugEndpoint;
import io.p2plive.coordinate.directory.Directory;
import io.p2plive.coordinate.directory.TrackerEndpoint;
import io.p2plive.coordinate.ingest.IngestEndpoint;
import io.p2plive.coordinate.ingest.StreamKeys;
import io.p2plive.coordinate.placement.IceServers;
import io.p2plive.coordinate.placement.Placement;
import io.p2plive.coordinate.placement.PlacementEndpoint;
import io.p2plive.coordinate.relay.RelayIdentity;
import io.p2plive.coordinate.relay.RelayLinks;
import io.p2plive.coordinate.stream.LiveStreams;
import io.p2plive.coordinate.stream.Publications;
import io.p2plive.coordinate.stream.WallClock;
import io.p2plive.coordinate.web.WebClientFiles;
import io.p2plive.daemon.Daemon;
import io.p2plive.loop.Loop;
import io.p2plive.net.ConnectionLimiter;
import io.p2plive.net.Endpoint;
import io.p2plive.net.HttpReply;
import io.p2plive.net.HttpServer;
import io.p2plive.net.NettyLoop;
import io.p2plive.net.Routes;
import io.p2plive.net.Transport;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins the parts: ingest to streams to relay links, trackers to the directory to placement. Safe from any thread. */
public final class CoordinateDaemon implements Daemon {
    private static final Logger log = LoggerFactory.getLogger(CoordinateDaemon.class);
    private static final long EXPIRY_CHECK_MILLIS = 500;
    private static final long PUSH_PATIENCE_MILLIS = 10_000;
    /** From a push's loop to its stream's, to each link's. */
    private static final int HOPS_TO_FORWARDS = 3;

    private final CoordinateSettings settings;
    private final Transport transport;
    private final LiveStreams streams;
    private final Publications publications;
    private final RelayLinks links;
    private HttpServer server;
    private int port;

    /** A daemon that does not listen yet. */
    public CoordinateDaemon(CoordinateSettings settings) {
        this.settings = settings;
        this.transport = Transport.open(settings.transport(), settings.eventLoops());
        this.streams = new LiveStreams(
                () -> new NettyLoop(transport.loops().next()), settings.limits().gopBytes());
        this.publications =
                new Publications(streams, settings.stripes(), settings.limits().streams(), WallClock::nowSeconds);
        String secret = settings.sharedSecret().isEmpty() ? null : settings.sharedSecret();
        this.links = new RelayLinks(
                transport,
                streams,
                new RelayIdentity(settings.name(), secret, settings.limits().relayQueueBytes()));
    }

    @Override
    public void start() throws IOException {
        Loop control = new NettyLoop(transport.loops().next());
        Directory directory = new Directory(
                control, settings.expiryMillis(), settings.limits().trackers(), links::update);
        ConnectionLimiter limiter = new ConnectionLimiter(
                settings.limits().connections(), settings.limits().connectionsPerAddress());
        server = new HttpServer(transport, routes(directory, control), limiter);
        port = server.bind(settings.bind(), settings.port());
        directory.start(EXPIRY_CHECK_MILLIS);
        log.info("coordinate listens port={} page=http://localhost:{}/stream.html", port, port);
    }

    private Routes routes(Directory directory, Loop control) throws IOException {
        ClientAddress clients = new ClientAddress(
                settings.trustedProxies().stream().map(Networks::parse).toList());
        Endpoint ingest = new IngestEndpoint(
                publications, new StreamKeys(settings.keysByStream()), clients, PUSH_PATIENCE_MILLIS);
        Endpoint trackers = new TrackerEndpoint(
                directory,
                control,
                settings.sharedSecret(),
                new TrackerEndpoint.Heartbeats(settings.heartbeatMillis(), settings.expiryMillis()),
                streams::summaries);
        Placement placement =
                new Placement(settings.regionsByNetwork(), settings.defaultRegion(), settings.anyRegionWillDo());
        Endpoint place = new PlacementEndpoint(
                directory, control, placement, clients, streams, new IceServers(settings.iceEntries()));
        Endpoint debug = new DebugEndpoint(settings.name(), settings.debug(), directory, control, links, streams);
        Endpoint.Answering health =
                call -> CompletableFuture.completedStage(HttpReply.text(HttpResponseStatus.OK, "ok\n"));
        return new Routes()
                .at(HttpMethod.POST, "/stream", ingest)
                .at(HttpMethod.PUT, "/stream", ingest)
                .under(HttpMethod.POST, "/stream/", ingest)
                .under(HttpMethod.PUT, "/stream/", ingest)
                .at(HttpMethod.GET, "/tracker", place)
                .at(HttpMethod.POST, "/tracker", trackers)
                .at(HttpMethod.PUT, "/tracker", trackers)
                .at(HttpMethod.DELETE, "/tracker", trackers)
                .at(HttpMethod.GET, "/debug", debug)
                .at(HttpMethod.GET, "/health", health)
                .under(HttpMethod.GET, "/", new WebClientFiles());
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** Lets no broadcaster in any more, ends the pushes so that viewers hear of it, then the links. */
    @Override
    public void close() {
        publications.drain();
        if (server != null) {
            server.close();
        }
        for (int i = 0; i < HOPS_TO_FORWARDS; i++) {
            transport.settle();
        }
        links.close();
        transport.settle();
        transport.close();
    }
}
