/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Stands in for forwards: takes relay links, and only counts what comes. Confined to its caller. */
final class SinkLoop implements AutoCloseable {
    private static final int READ_BYTES = 1024 * 1024;
    private static final long LONGEST_WAIT_MILLIS = 20;
    private static final byte[] UPGRADE = String.join(
                    "\r\n",
                    "GET / HTTP/1.1",
                    "Host: 127.0.0.1",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                    "",
                    "")
            .getBytes(StandardCharsets.US_ASCII);

    final ByteBuffer read = ByteBuffer.allocateDirect(READ_BYTES);

    private final Selector selector = Selector.open();
    private final List<Integer> ports = new ArrayList<>();
    private final List<Sink> sinks = new ArrayList<>();
    private final List<RawSink> rawSinks = new ArrayList<>();

    /** Hears of each chunk's sequence when it comes. */
    final LongConsumer onChunk;

    /** Listens for so many links, each on a port of its own. */
    SinkLoop(int count) throws IOException {
        this(count, sequence -> {});
    }

    /** The same, and somebody hears of the chunks. */
    SinkLoop(int count, LongConsumer onChunk) throws IOException {
        this.onChunk = onChunk;
        for (int i = 0; i < count; i++) {
            ServerSocketChannel listener = ServerSocketChannel.open();
            listener.configureBlocking(false);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.register(selector, SelectionKey.OP_ACCEPT);
            ports.add(listener.socket().getLocalPort());
        }
    }

    /** Dials a relay as so many clients of a WebSocket do; what it answers is only counted. */
    void dial(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(UPGRADE));
            channel.configureBlocking(false);
            RawSink sink = new RawSink(channel, read);
            rawSinks.add(sink);
            channel.register(selector, SelectionKey.OP_READ, sink);
        }
    }

    /** Of all links, read so far. */
    long bytes() {
        return receivers().mapToLong(Receiver::bytes).sum();
    }

    /** Of them what was pushed. */
    long pushedBytes() {
        return receivers().mapToLong(Receiver::pushedBytes).sum();
    }

    /** How many links are answered. */
    long linked() {
        return receivers().filter(Receiver::isLinked).count();
    }

    private Stream<Receiver> receivers() {
        return Stream.concat(sinks.stream(), rawSinks.stream());
    }

    List<Integer> ports() {
        return ports;
    }

    /** The links so far. */
    List<Sink> sinks() {
        return sinks;
    }

    /**
     * Reads until something holds, or for so long.
     *
     * @return whether it holds
     */
    boolean runUntil(BooleanSupplier condition, long millis) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < deadline && !condition.getAsBoolean()) {
            try {
                selector.select(this::onReady, LONGEST_WAIT_MILLIS);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return condition.getAsBoolean();
    }

    private void onReady(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Sink sink = new Sink(this, channel);
                sinks.add(sink);
                channel.register(selector, SelectionKey.OP_READ, sink);
            } else {
                ((Receiver) key.attachment()).onReadable();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
