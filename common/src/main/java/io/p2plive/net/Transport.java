/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon's event loops, and the sockets that fit them: epoll where the system has it, NIO elsewhere. Safe from any
 * thread.
 */
public final class Transport implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Transport.class);
    private static final int BACKLOG = 1024;
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
    private static final long STOP_SECONDS = 3;

    private final EventLoopGroup loops;
    private final Class<? extends ServerChannel> serverClass;
    private final Class<? extends SocketChannel> clientClass;

    private Transport(
            IoHandlerFactory factory,
            int threads,
            Class<? extends ServerChannel> serverClass,
            Class<? extends SocketChannel> clientClass) {
        this.loops = new MultiThreadIoEventLoopGroup(threads, factory);
        this.serverClass = serverClass;
        this.clientClass = clientClass;
    }

    /**
     * Starts the loops.
     *
     * @param threads how many; 0 for one a core
     */
    public static Transport open(int threads) {
        int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        boolean hasEpoll = Epoll.isAvailable();
        log.info("transport={} loops={}", hasEpoll ? "epoll" : "nio", count);
        if (hasEpoll) {
            return new Transport(
                    EpollIoHandler.newFactory(), count, EpollServerSocketChannel.class, EpollSocketChannel.class);
        }
        return new Transport(NioIoHandler.newFactory(), count, NioServerSocketChannel.class, NioSocketChannel.class);
    }

    /** The loops. */
    public EventLoopGroup loops() {
        return loops;
    }

    /**
     * Begins to listen.
     *
     * @param host empty for all addresses
     * @param port 0 for any free one
     * @param initialize makes the pipeline of each connection, on its loop
     * @throws IOException when the address cannot be bound
     */
    public Channel listen(String host, int port, Consumer<SocketChannel> initialize) throws IOException {
        InetSocketAddress address = host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
        ChannelFuture bound = server().childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        initialize.accept(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on port " + port + ": " + bound.cause().getMessage(), bound.cause());
        }
        return bound.channel();
    }

    private ServerBootstrap server() {
        return new ServerBootstrap()
                .group(loops)
                .channel(serverClass)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true);
    }

    /** A client that waits for its handlers and its address; its connections live on {@code loop}, one of ours. */
    public Bootstrap client(EventLoop loop) {
        return new Bootstrap()
                .group(loop)
                .channel(clientClass)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
    }

    /** Waits, a second at most, until all that is queued on the loops now has run. */
    public void settle() {
        loops.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly(1, TimeUnit.SECONDS));
    }

    /** Ends the loops; returns when they have ended, or after three seconds. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
