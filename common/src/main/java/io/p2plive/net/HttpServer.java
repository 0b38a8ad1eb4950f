/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener that speaks HTTP/1.1 and WebSocket, with limits on everything. Safe from any thread. */
public final class HttpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

    static final String WRITES = "writes";
    static final String DEADLINE = "deadline";
    static final String DISPATCH = "dispatch";

    private static final int MAX_INITIAL_LINE_BYTES = 4 * 1024;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;
    private static final long HEAD_SECONDS = 10;
    /** One beyond the limits must not hold its socket for long. */
    private static final long REFUSED_HEAD_SECONDS = 1;
    /** An answer that is not taken in this time never will be. */
    private static final int ANSWER_SECONDS = 60;

    private static final long CLOSE_WAIT_MILLIS = 1_000;

    private final Transport transport;
    private final Routes routes;
    private final ConnectionLimiter limiter;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private Channel listener;

    /** A server that is not bound yet. */
    public HttpServer(Transport transport, Routes routes, ConnectionLimiter limiter) {
        this.transport = transport;
        this.routes = routes;
        this.limiter = limiter;
    }

    /**
     * Begins to listen.
     *
     * @param port 0 for any free one
     * @return the port
     * @throws IOException when the address cannot be bound
     */
    public int bind(String host, int port) throws IOException {
        listener = transport.listen(host, port, this::initialize);
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private void initialize(SocketChannel channel) {
        InetAddress address = channel.remoteAddress().getAddress();
        boolean isAdmitted = limiter.admit(address);
        if (isAdmitted) {
            connections.add(channel);
            channel.closeFuture().addListener(closed -> limiter.release(address));
        } else {
            log.warn("connection refused reason=too-many address={} open={}", address.getHostAddress(), limiter.open());
        }
        assemble(channel.pipeline(), isAdmitted ? routes : null);
    }

    /** The whole pipeline; without routes, of a connection that is beyond the limits. */
    static void assemble(ChannelPipeline pipeline, Routes routes) {
        HttpDecoderConfig limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_INITIAL_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(MAX_CHUNK_BYTES);
        // The encoder first: what takes the decoder's place writes close frames that must pass what takes the
        // encoder's.
        pipeline.addLast("responses", new HttpResponseEncoder());
        pipeline.addLast("requests", new RequestDecoder(limits, request -> routes != null && routes.receives(request)));
        pipeline.addLast(WRITES, new WriteTimeoutHandler(ANSWER_SECONDS));
        pipeline.addLast(DEADLINE, new RequestDeadline(routes == null ? REFUSED_HEAD_SECONDS : HEAD_SECONDS));
        pipeline.addLast(DISPATCH, routes == null ? HttpDispatcher.refusing() : new HttpDispatcher(routes));
    }

    /** Stops listening, and closes what is open. */
    @Override
    public void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly(CLOSE_WAIT_MILLIS);
        }
        connections.close().awaitUninterruptibly(CLOSE_WAIT_MILLIS);
    }

    /** Stops listening; what is open stays. */
    public void stopListening() {
        if (listener != null) {
            listener.close().awaitUninterruptibly(CLOSE_WAIT_MILLIS);
        }
    }
}
