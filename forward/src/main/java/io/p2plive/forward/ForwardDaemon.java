/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward;

import io.p2plive.daemon.Daemon;
import io.p2plive.forward.edge.EdgeServer;
import io.p2plive.forward.edge.Fanout;
import io.p2plive.forward.relay.RelayServer;
import io.p2plive.forward.stream.LiveStreams;
import io.p2plive.net.NettyLoop;
import io.p2plive.net.Transport;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A forward: its streams, and the two ports around them. It dials nobody, so it starts alone. Confined to {@code loop}: the
 * thread that starts it, and after that the one that stops it.
 */
public final class ForwardDaemon implements Daemon {
    private static final Logger log = LoggerFactory.getLogger(ForwardDaemon.class);

    private final ForwardSettings settings;
    private Transport transport;
    private RelayServer relay;
    private EdgeServer edge;
    private int relayPort;
    private int viewerPort;

    /** One that is not started. */
    public ForwardDaemon(ForwardSettings settings) {
        this.settings = settings;
    }

    @Override
    public void start() throws IOException {
        transport = Transport.open(settings.transport(), settings.eventLoops());
        if (settings.warmUp()) {
            WarmUp.run(transport, WarmUp.MAX_MILLIS, WarmUp.ENOUGH_CHUNKS);
            QuietCompiler.stepBack(QuietCompiler.THREAD);
        }
        LiveStreams<Fanout> streams = new LiveStreams<>(
                () -> new NettyLoop(transport.loops().next()),
                loop -> new Fanout(loop, settings.viewers()),
                settings.streams());
        edge = new EdgeServer(transport, streams, settings.viewers(), settings.name());
        relay = new RelayServer(transport, streams, settings.relay(), settings.name(), settings.sharedSecret());
        viewerPort = edge.bind(settings.bind(), settings.viewerPort());
        relayPort = relay.bind(settings.bind(), settings.relayPort());
        log.info("forward up name={} relayPort={} viewerPort={}", settings.name(), relayPort, viewerPort);
    }

    /** Where coordinates dial. */
    public int relayPort() {
        return relayPort;
    }

    /** Where viewers connect. */
    public int viewerPort() {
        return viewerPort;
    }

    /** The viewers' side, for its counters. */
    public EdgeServer edge() {
        return edge;
    }

    @Override
    public void close() {
        if (relay != null) {
            relay.close();
        }
        if (edge != null) {
            edge.close();
        }
        if (transport != null) {
            transport.close();
        }
        log.info("forward down name={}", settings.name());
    }
}
