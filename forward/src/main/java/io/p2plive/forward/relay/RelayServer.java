/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.p2plive.forward.stream.LiveStreams;
import io.p2plive.net.ConnectionLimiter;
import io.p2plive.net.Transport;
import io.p2plive.protocol.RefusalReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Listens for relay links. Safe from any thread. */
public final class RelayServer implements AutoCloseable {
    private static final String FRAMES = "frames";
    private static final String IDLE = "idle";
    private static final String SESSION = "session";

    private static final long SILENT_SECONDS = 6;
    private static final long CLOSE_WAIT_MILLIS = 500;

    private final Transport transport;
    private final LiveStreams<?> streams;
    private final RelayLimits limits;
    private final ConnectionLimiter limiter;
    private final String forward;
    private final String secret;
    private final ChannelGroup links = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private Channel listener;

    /**
     * A server that is not bound yet.
     *
     * @param forward this forward's name
     * @param secret what a coordinate must know; empty for nothing
     */
    public RelayServer(Transport transport, LiveStreams<?> streams, RelayLimits limits, String forward, String secret) {
        this.transport = transport;
        this.streams = streams;
        this.limits = limits;
        this.limiter = new ConnectionLimiter(limits.maxLinks(), limits.maxLinks());
        this.forward = forward;
        this.secret = secret;
    }

    /**
     * Begins to listen.
     *
     * @param host empty for all addresses
     * @param port 0 for any free one
     * @return the port
     * @throws IOException when the address cannot be bound
     */
    public int bind(String host, int port) throws IOException {
        listener = transport.listen(host, port, this::initialize);
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private void initialize(SocketChannel channel) {
        ReadGate gate = new ReadGate(isReading -> channel.config().setAutoRead(isReading));
        RelaySession session = new RelaySession(forward, secret, new Channels(streams, limits.maxChannels(), gate));
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(FRAMES, RelayFrames.decoder());
        // After the decoder: whole frames show that somebody is there, single bytes do not.
        pipeline.addLast(IDLE, new IdleStateHandler(SILENT_SECONDS, 0, 0, TimeUnit.SECONDS));
        pipeline.addLast(SESSION, session);
        links.add(channel);
        InetAddress address = channel.remoteAddress().getAddress();
        if (limiter.admit(address)) {
            channel.closeFuture().addListener(closed -> limiter.release(address));
        } else {
            session.refuse(RefusalReason.TOO_MANY, "no more than " + limits.maxLinks() + " relay links");
        }
    }

    /** Stops listening, and closes the links; their coordinates dial again. */
    @Override
    public void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly(CLOSE_WAIT_MILLIS);
        }
        links.close().awaitUninterruptibly(CLOSE_WAIT_MILLIS);
    }
}
