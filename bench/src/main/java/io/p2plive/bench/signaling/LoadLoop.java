/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** One thread, one selector, all sockets of the load. Confined to its caller. */
final class LoadLoop implements AutoCloseable {
    /** One address has some 28,000 ports, and a port rests for a minute after use. */
    private static final int SOCKETS_PER_ADDRESS = 5_000;

    private static final int READ_BYTES = 256 * 1024;
    /** Whoever is due to come is late by so much at most. */
    private static final long SELECT_MILLIS = 1;

    private final InetSocketAddress server;
    private final Selector selector = Selector.open();
    /** What was read just now, whoever it is for: shared by all sockets. */
    final byte[] read = new byte[READ_BYTES];

    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    private int opened;

    LoadLoop(InetSocketAddress server) throws IOException {
        this.server = server;
    }

    InetSocketAddress server() {
        return server;
    }

    /** Begins to connect; the socket hears of it when it is open. */
    void connect(LoadSocket socket) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        int address = 2 + opened++ / SOCKETS_PER_ADDRESS;
        channel.bind(new InetSocketAddress("127.0." + address / 250 + "." + (1 + address % 250), 0));
        boolean isConnected = channel.connect(server);
        SelectionKey key =
                channel.register(selector, isConnected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, socket);
        socket.attach(this, channel, key);
        if (isConnected) {
            socket.onConnected();
        }
    }

    /** Reads as much as there is into {@link #read}, from {@code offset} on; −1 at the end. */
    int read(SocketChannel channel, int offset) throws IOException {
        readBuffer.clear().limit(READ_BYTES - offset);
        int count = channel.read(readBuffer);
        if (count > 0) {
            readBuffer.flip().get(read, offset, count);
        }
        return count;
    }

    /**
     * Serves the sockets until something is the case.
     *
     * @throws TimeoutException when it is not in time
     */
    void runUntil(BooleanSupplier isDone, long millis) throws IOException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!isDone.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("after " + millis + " ms");
            }
            serve();
        }
    }

    /** Serves the sockets for so long. */
    void run(long millis) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < deadline) {
            serve();
        }
    }

    private void serve() throws IOException {
        selector.select(SELECT_MILLIS);
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
            SelectionKey key = keys.next();
            keys.remove();
            if (key.isValid()) {
                ((LoadSocket) key.attachment()).onReady(key.readyOps());
            }
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
