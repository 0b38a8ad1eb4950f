/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.CharsetUtil;
import io.netty.util.ReferenceCountUtil;
import io.p2plive.forward.edge.EdgeCounters;
import io.p2plive.forward.edge.EdgeLimits;
import io.p2plive.forward.edge.EdgeServer;
import io.p2plive.forward.edge.Fanout;
import io.p2plive.forward.stream.LiveStreams;
import io.p2plive.forward.stream.Source;
import io.p2plive.forward.stream.StreamLimits;
import io.p2plive.id.StreamName;
import io.p2plive.media.Chunk;
import io.p2plive.net.NettyLoop;
import io.p2plive.net.Transport;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RelayMessage;
import io.p2plive.protocol.StreamFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves viewers of its own, on a port of its own, until the compiler knows the way from a chunk to a socket: a crowd that
 * comes with the start finds the forward as fast as it will ever be. Confined to the thread that starts the daemon.
 */
final class WarmUp {
    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    /** A daemon must not be late for its supervisor. */
    static final long MAX_MILLIS = 2_000;
    /** After so many the compiler has seen enough. */
    static final int ENOUGH_CHUNKS = 40_000;

    /** From the first chunk on; where the machine is busy, what comes before takes longer. */
    private static final long SERVING_NANOS = MILLISECONDS.toNanos(700);

    private static final int VIEWERS = 32;
    private static final int CHUNKS_PER_CROWD = 100;
    private static final int STRIPES = 2;
    /** A crowd's chunks fit into a socket that nobody reads. */
    private static final int PAYLOAD_BYTES = 256;
    /** From here to the stream's loop, and from there to the viewers'. */
    private static final int HOPS = 2;

    private static final EdgeLimits EDGE = new EdgeLimits(VIEWERS, 2 * VIEWERS, 1 << 20, 10_000, 10_000, 0);
    private static final StreamLimits STREAMS = new StreamLimits(1 << 16, 1 << 16, 1_000, 60_000, 1, 1);
    private static final String UPGRADE = String.join(
            "\r\n",
            "GET /?stream=warm-up HTTP/1.1",
            "Host: localhost",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");

    private final Transport transport;
    private final EdgeCounters counters;
    private final LiveStreams<Fanout> streams;
    private final InetSocketAddress address;
    private final byte[] payload = new byte[PAYLOAD_BYTES];
    private Source source;
    private long epoch;

    private WarmUp(Transport transport, EdgeCounters counters, LiveStreams<Fanout> streams, int port) {
        this.transport = transport;
        this.counters = counters;
        this.streams = streams;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * Returns when enough was sent, or the time is over; a forward that cannot be warmed up runs all the same.
     *
     * @return chunks that were sent
     */
    static long run(Transport transport, long maxMillis, int enoughChunks) {
        long startNanos = System.nanoTime();
        try (LiveStreams<Fanout> streams = new LiveStreams<>(
                        () -> new NettyLoop(transport.loops().next()), loop -> new Fanout(loop, EDGE), STREAMS);
                EdgeServer edge = new EdgeServer(transport, streams, EDGE, "warm-up")) {
            int port = edge.bind(InetAddress.getLoopbackAddress().getHostAddress(), 0);
            new WarmUp(transport, edge.counters(), streams, port)
                    .serve(startNanos + MILLISECONDS.toNanos(maxMillis), enoughChunks);
            long chunks = edge.counters().chunksOut();
            log.info("warmed up millis={} chunks={}", NANOSECONDS.toMillis(System.nanoTime() - startNanos), chunks);
            return chunks;
        } catch (IOException | ProtocolException e) {
            log.warn("not warmed up reason=\"{}\"", e.getMessage());
            return 0;
        }
    }

    /** One crowd after the other, and a stream begins for each, so that coming, waiting and going are known, too. */
    private void serve(long maxNanos, int enoughChunks) throws ProtocolException {
        long deadlineNanos = maxNanos;
        while (deadlineNanos - System.nanoTime() > 0 && counters.chunksOut() < enoughChunks) {
            // Who has begun to connect is let in: it would be refused when all is closed.
            List<Viewer> crowd = connect(maxNanos);
            if (epoch == 0) {
                deadlineNanos = Math.min(maxNanos, System.nanoTime() + SERVING_NANOS);
            }
            stream(deadlineNanos);
            crowd.forEach(viewer -> viewer.connecting.channel().close());
            settle();
        }
    }

    private List<Viewer> connect(long deadlineNanos) {
        List<Viewer> crowd = new ArrayList<>();
        for (int i = 0; i < VIEWERS; i++) {
            Viewer viewer = new Viewer();
            viewer.connecting =
                    transport.client(transport.loops().next()).handler(viewer).connect(address);
            crowd.add(viewer);
        }
        for (Viewer viewer : crowd) {
            viewer.isAnswered
                    .completeOnTimeout(null, deadlineNanos - System.nanoTime(), NANOSECONDS)
                    .join();
        }
        settle();
        return crowd;
    }

    private void stream(long deadlineNanos) throws ProtocolException {
        epoch++;
        Source before = source;
        source = streams.open(new RelayMessage.Open(0, new StreamName("warm-up"), epoch, StreamFormat.MPEG1, STRIPES));
        if (before != null) {
            before.close(RelayMessage.CloseReason.ENDED);
        }
        for (int i = 0; i < CHUNKS_PER_CROWD && deadlineNanos - System.nanoTime() > 0; i++) {
            publish(i);
        }
    }

    private void publish(int sequence) {
        int flags = Chunk.FIRST | Chunk.LAST | (sequence == 0 ? Chunk.KEYFRAME : 0);
        Chunk.Header header =
                new Chunk.Header(flags, Chunk.stripeOf(sequence, STRIPES), epoch, sequence, 0, StreamFormat.MPEG1);
        source.publish(List.of(Chunk.of(header, payload, 0, payload.length)), () -> {});
        settle();
    }

    private void settle() {
        for (int i = 0; i < HOPS; i++) {
            transport.settle();
        }
    }

    /** Asks for the stream, and does not read it. */
    private static final class Viewer extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Void> isAnswered = new CompletableFuture<>();
        private ChannelFuture connecting;

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(
                    ctx.alloc().buffer().writeBytes(UPGRADE.getBytes(CharsetUtil.US_ASCII)), ctx.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            // To read would only take time from what is to be learned.
            ctx.channel().config().setAutoRead(false);
            isAnswered.complete(null);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
