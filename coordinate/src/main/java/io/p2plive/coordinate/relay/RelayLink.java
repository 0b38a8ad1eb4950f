/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.p2plive.coordinate.stream.LiveStreams;
import io.p2plive.net.Backoff;
import io.p2plive.net.HostPort;
import io.p2plive.net.Transport;
import io.p2plive.protocol.Limits;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link to one forward, for as long as it is wanted: dialled, lost, and dialled again. Public methods may be called from
 * any thread.
 *
 * <p>Confined to {@code loop}.
 */
final class RelayLink {
    private static final Logger log = LoggerFactory.getLogger(RelayLink.class);
    private static final long FIRST_RETRY_MILLIS = 200;
    private static final long MAX_RETRY_MILLIS = 1_500;
    private static final int SILENCE_SECONDS = 6;

    private final Transport transport;
    private final Shared shared;
    private final RelayIdentity identity;
    private final HostPort forward;
    private final EventLoop loop;
    private final Backoff backoff = new Backoff(FIRST_RETRY_MILLIS, MAX_RETRY_MILLIS);

    private Channel channel;
    private boolean isClosed;
    private String lastFault = "";

    /** For readers on other threads: replaced whole. */
    private volatile RelayStatus status;

    /** What all links have in common. */
    record Shared(Transport transport, LiveStreams streams, RelayIdentity identity, ForwardNames names) {}

    RelayLink(Shared shared, HostPort forward) {
        this.transport = shared.transport();
        this.shared = shared;
        this.identity = shared.identity();
        this.forward = forward;
        this.loop = transport.loops().next();
        this.status = new RelayStatus(forward.toString(), "", "dialling", "", 0, 0, 0);
    }

    void dial() {
        loop.execute(this::onDial);
    }

    void close() {
        loop.execute(this::onClose);
    }

    RelayStatus status() {
        return status;
    }

    private void onDial() {
        if (isClosed) {
            return;
        }
        ChannelFuture connecting = transport
                .client(loop)
                .resolver(shared.names())
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(identity.maxWaitingBytes() / 2, identity.maxWaitingBytes()))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        initialize(socket);
                    }
                })
                .connect(forward.host().isEmpty() ? "localhost" : forward.host(), forward.port());
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                onLost(done.cause().getMessage());
            }
        });
    }

    private void initialize(SocketChannel socket) {
        socket.pipeline()
                .addLast("idle", new IdleStateHandler(SILENCE_SECONDS, 0, 0, TimeUnit.SECONDS))
                .addLast(
                        "frames",
                        new LengthFieldBasedFrameDecoder(
                                Limits.MAX_RELAY_FRAME_BYTES + RelayFrames.LENGTH_BYTES,
                                0,
                                RelayFrames.LENGTH_BYTES,
                                0,
                                RelayFrames.LENGTH_BYTES))
                .addLast("session", new RelaySession(identity, shared.streams(), new RelaySession.Owner() {
                    @Override
                    public void onStatus(String name, String state, long chunks, long bytes, long dropped) {
                        report(name, state, chunks, bytes, dropped);
                    }

                    @Override
                    public void onWelcome() {
                        backoff.reset();
                        log.info("relay link open forward={}", forward);
                    }

                    @Override
                    public void onLost(String fault) {
                        RelayLink.this.onLost(fault);
                    }
                }));
    }

    private void report(String name, String state, long chunks, long bytes, long dropped) {
        status = new RelayStatus(forward.toString(), name, state, lastFault, chunks, bytes, dropped);
    }

    private void onLost(String fault) {
        if (isClosed) {
            return;
        }
        if (!fault.equals(lastFault)) {
            log.warn("relay link down forward={} reason=\"{}\"; dialling on", forward, fault);
        }
        lastFault = fault;
        report("", "dialling", 0, 0, 0);
        loop.schedule(this::onDial, backoff.nextMillis(), TimeUnit.MILLISECONDS);
    }

    private void onClose() {
        isClosed = true;
        if (channel != null) {
            channel.close();
        }
    }
}
