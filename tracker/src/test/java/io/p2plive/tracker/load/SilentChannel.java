/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Consumer;

/**
 * The server's end of a connection without a socket: it lives on a real loop, what the server writes goes to a listener,
 * and what the other end says is fired into the pipeline. Confined to its loop.
 */
final class SilentChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final InetSocketAddress remote;
    private final Consumer<ByteBuf> listener;
    private boolean isClosed;

    /** A channel that seems to come from {@code remote}. */
    SilentChannel(InetSocketAddress remote, Consumer<ByteBuf> listener) {
        super(null);
        this.remote = remote;
        this.listener = listener;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress there, SocketAddress here, ChannelPromise promise) {
                promise.setFailure(new UnsupportedOperationException("only a server's end"));
            }
        };
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected SocketAddress localAddress0() {
        return new InetSocketAddress(remote.getAddress(), 9090);
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return remote;
    }

    @Override
    protected void doBind(SocketAddress localAddress) {
        throw new UnsupportedOperationException("only a server's end");
    }

    @Override
    protected void doDisconnect() {
        isClosed = true;
    }

    @Override
    protected void doClose() {
        isClosed = true;
    }

    @Override
    protected void doBeginRead() {
        // What the other end says is fired as it is said.
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        for (Object message = out.current(); message != null; message = out.current()) {
            listener.accept((ByteBuf) message);
            out.remove();
        }
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return !isClosed;
    }

    @Override
    public boolean isActive() {
        return !isClosed;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
