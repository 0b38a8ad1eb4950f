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
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon's event loops, and the sockets that fit them. Safe from any thread. */
public final class Transport implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Transport.class);
    private static final int BACKLOG = 1024;
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
    private static final long STOP_SECONDS = 3;

    private final EventLoopGroup loops;
    private final Sockets sockets;

    /** The kinds of sockets that one kind of loop carries. */
    private record Sockets(
            IoHandlerFactory factory,
            Class<? extends ServerChannel> serverClass,
            Class<? extends SocketChannel> clientClass) {
        static Sockets of(TransportKind kind) {
            return switch (kind) {
                case IO_URING ->
                    new Sockets(
                            IoUringIoHandler.newFactory(),
                            IoUringServerSocketChannel.class,
                            IoUringSocketChannel.class);
                case NIO ->
                    new Sockets(NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class);
                default ->
                    new Sockets(EpollIoHandler.newFactory(), EpollServerSocketChannel.class, EpollSocketChannel.class);
            };
        }
    }

    private Transport(Sockets sockets, int threads) {
        this.loops = new MultiThreadIoEventLoopGroup(threads, sockets.factory());
        this.sockets = sockets;
    }

    /**
     * Starts the loops of the kind that fits best.
     *
     * @param threads how many; 0 for one a core
     */
    public static Transport open(int threads) {
        return Epoll.isAvailable()
                ? open(TransportKind.EPOLL, threads, "auto, and epoll is there")
                : open(
                        TransportKind.NIO,
                        threads,
                        "auto, and epoll is not there: " + reason(Epoll.unavailabilityCause()));
    }

    /**
     * Starts loops of one kind.
     *
     * @param threads how many; 0 for one a core
     * @throws IllegalArgumentException as {@link #check}
     */
    public static Transport open(TransportKind kind, int threads) {
        check(kind);
        return kind == TransportKind.AUTO ? open(threads) : open(kind, threads, "asked for");
    }

    /**
     * Makes sure that a kind can be had: who asks for one wants that one, and no other in silence.
     *
     * @throws IllegalArgumentException when it cannot; the message says why, and what to do
     */
    public static void check(TransportKind kind) {
        check(kind, lackOf(kind));
    }

    static void check(TransportKind kind, Throwable lack) {
        if (lack != null) {
            throw new IllegalArgumentException("transport " + kind.word() + " cannot be had here: " + reason(lack)
                    + "; it needs " + kind.need() + ", or set transport: auto");
        }
    }

    private static Transport open(TransportKind kind, int threads, String reason) {
        int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        log.info("transport={} loops={} reason=\"{}\"", kind.word(), count, reason);
        return new Transport(Sockets.of(kind), count);
    }

    private static Throwable lackOf(TransportKind kind) {
        return switch (kind) {
            case EPOLL -> Epoll.unavailabilityCause();
            case IO_URING -> IoUring.unavailabilityCause();
            default -> null;
        };
    }

    /** The first message that says something: the outer ones only tell which library could not be loaded. */
    private static String reason(Throwable lack) {
        Throwable cause = lack;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
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
                .channel(sockets.serverClass())
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
                .channel(sockets.clientClass())
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
    }

    /**
     * Keeps what cannot be sent yet out of the kernel, so that whoever writes still can drop it; does nothing where the
     * system has no such bound.
     */
    public static void limitUnsent(Channel channel, long maxBytes) {
        if (channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, maxBytes);
        } else if (channel instanceof IoUringSocketChannel) {
            channel.config().setOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, maxBytes);
        }
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
