/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.forward.stream.LiveStream;
import io.p2plive.forward.stream.LiveStreams;
import io.p2plive.loop.Loop;
import io.p2plive.net.ConnectionLimiter;
import io.p2plive.net.Endpoint;
import io.p2plive.net.HttpCall;
import io.p2plive.net.HttpRefusal;
import io.p2plive.net.HttpReply;
import io.p2plive.net.HttpServer;
import io.p2plive.net.NettyLoop;
import io.p2plive.net.Routes;
import io.p2plive.net.Transport;
import io.p2plive.net.WebSocketHandler;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.NodeMessage;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where viewers come in, and where trackers ask how it goes. Safe from any thread. */
public final class EdgeServer implements AutoCloseable {
    /** Room for those who ask for the load while all viewers' places are taken. */
    private static final int SPARE_CONNECTIONS = 200;

    private static final long GOODBYE_MILLIS = 1_500;
    private static final long CLOSED_MILLIS = 500;

    private final String name;
    private final LiveStreams<Fanout> streams;
    private final EdgeLimits limits;
    private final HttpServer server;
    private final EdgeCounters counters = new EdgeCounters();
    private final AtomicInteger viewers = new AtomicInteger();
    private final Set<EdgeSession> sessions = ConcurrentHashMap.newKeySet();
    private final long startNanos = System.nanoTime();
    private final OutRate rate = new OutRate(startNanos);
    private final Loop.Timer sampling;
    private volatile boolean isStopping;

    /**
     * A server that is not bound yet.
     *
     * @param name this forward's
     */
    public EdgeServer(Transport transport, LiveStreams<Fanout> streams, EdgeLimits limits, String name) {
        this.name = name;
        this.streams = streams;
        this.limits = limits;
        this.server = new HttpServer(
                transport,
                new Routes()
                        .at(HttpMethod.GET, "/", new Viewers())
                        .at(HttpMethod.GET, "/load", (Endpoint.Answering) call -> load())
                        .at(HttpMethod.GET, "/health", (Endpoint.Answering) call -> health()),
                new ConnectionLimiter(limits.maxViewers() + SPARE_CONNECTIONS, limits.maxConnectionsPerAddress()));
        this.sampling = new NettyLoop(transport.loops().next())
                .repeat(OutRate.SAMPLE_MILLIS, () -> rate.sample(counters.bytesOut(), System.nanoTime()));
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
        return server.bind(host, port);
    }

    /** What went out so far. */
    public EdgeCounters counters() {
        return counters;
    }

    private final class Viewers implements Endpoint.Speaking {
        @Override
        public WebSocketHandler accept(HttpCall call) throws HttpRefusal {
            return admit(EdgeQuery.of(call));
        }

        @Override
        public int maxMessageBytes() {
            return Limits.MAX_LINK_MESSAGE_BYTES;
        }
    }

    private WebSocketHandler admit(EdgeQuery query) throws HttpRefusal {
        if (isStopping) {
            throw unavailable(RefusalReason.DRAINING, "this forward is shutting down; try another");
        }
        if (viewers.incrementAndGet() > limits.maxViewers()) {
            viewers.decrementAndGet();
            throw unavailable(RefusalReason.TOO_MANY, "all " + limits.maxViewers() + " places are taken; try another");
        }
        try {
            LiveStream<Fanout> stream = streams.watch(query.stream());
            EdgeSession session = new EdgeSession(stream, query, limits, counters);
            sessions.add(session);
            session.gone().thenRun(() -> onGone(session));
            return session;
        } catch (ProtocolException e) {
            viewers.decrementAndGet();
            throw unavailable(e.reason(), e.getMessage());
        }
    }

    private static HttpRefusal unavailable(RefusalReason reason, String message) {
        return new HttpRefusal(HttpResponseStatus.SERVICE_UNAVAILABLE, reason, message);
    }

    private void onGone(EdgeSession session) {
        sessions.remove(session);
        viewers.decrementAndGet();
        streams.leave(session.stream().name());
    }

    private CompletionStage<HttpReply> load() {
        return streams.summaries()
                .thenApply(summaries -> HttpReply.json(
                        HttpResponseStatus.OK,
                        new NodeMessage.ForwardLoad(
                                Limits.PROTOCOL_VERSION,
                                name,
                                viewers.get(),
                                limits.maxViewers(),
                                rate.bitsPerSecond(),
                                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos),
                                summaries)));
    }

    private CompletionStage<HttpReply> health() {
        return CompletableFuture.completedFuture(HttpReply.text(HttpResponseStatus.OK, "ok\n"));
    }

    /** Says goodbye to the viewers, waits a moment until they have heard it, and closes what is left. */
    @Override
    public void close() {
        isStopping = true;
        sampling.cancel();
        server.stopListening();
        sessions.forEach(EdgeSession::shutDown);
        awaitGone(GOODBYE_MILLIS);
        server.close();
        // Their last tasks need the loops, which end next.
        awaitGone(CLOSED_MILLIS);
    }

    private void awaitGone(long millis) {
        CompletableFuture.allOf(sessions.stream().map(EdgeSession::gone).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
                .join();
    }
}
