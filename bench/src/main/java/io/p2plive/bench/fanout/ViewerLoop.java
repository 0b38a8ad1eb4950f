/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** All viewers of a load, on the thread that runs it. Confined to its caller. */
public final class ViewerLoop implements AutoCloseable {
    private static final int READ_BYTES = 256 * 1024;
    private static final int AT_ONCE = 64;
    private static final long LONGEST_WAIT_MILLIS = 20;
    private static final long CONNECT_MILLIS = 60_000;
    /** Sooner than any server asks whether it is still there. */
    private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(8);

    /** For one read; its content is used at once. */
    final ByteBuffer read = ByteBuffer.allocateDirect(READ_BYTES);

    private final InetSocketAddress server;
    private final ChunkListener listener;
    private final long napNanos;
    private final Selector selector;
    private final List<ViewerSocket> viewers = new ArrayList<>();
    private int connecting;
    private int beats;
    private long nextBeatNanos = System.nanoTime();

    /**
     * Nobody yet.
     *
     * @param napMicros how long it rests before it looks at its sockets again; with 0 the kernel wakes it for each message,
     *     which costs the sender as much again as sending
     */
    public ViewerLoop(InetSocketAddress server, ChunkListener listener, int napMicros) throws IOException {
        this.server = server;
        this.listener = listener;
        this.napNanos = TimeUnit.MICROSECONDS.toNanos(napMicros);
        this.selector = Selector.open();
    }

    InetSocketAddress server() {
        return server;
    }

    ChunkListener listener() {
        return listener;
    }

    /**
     * Connects so many more, and waits until all are let in.
     *
     * @param isReading false for those who never take anything
     * @throws NotServedException when they are not in time, or turned away
     */
    public List<ViewerSocket> gather(int count, boolean isReading) throws IOException {
        List<ViewerSocket> gathered = new ArrayList<>();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CONNECT_MILLIS);
        while (gathered.size() < count || connecting > 0) {
            while (gathered.size() < count && connecting < AT_ONCE) {
                gathered.add(connect(isReading));
            }
            turn();
            if (System.nanoTime() > deadline) {
                throw new NotServedException(connecting + " viewers were not let in in time");
            }
        }
        viewers.addAll(gathered);
        return gathered;
    }

    private ViewerSocket connect(boolean isReading) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        ViewerSocket viewer = new ViewerSocket(this, channel, isReading);
        connecting++;
        boolean isConnected = channel.connect(server);
        SelectionKey key =
                channel.register(selector, isConnected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, viewer);
        viewer.attach(key);
        if (isConnected) {
            viewer.greet();
        }
        return viewer;
    }

    void onLetIn() {
        connecting--;
    }

    /** Reads for so long. */
    public void run(long millis) throws IOException {
        runUntil(() -> false, millis);
    }

    /**
     * Reads until something holds, or for so long.
     *
     * @return whether it holds
     */
    public boolean runUntil(BooleanSupplier condition, long millis) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < deadline) {
            if (condition.getAsBoolean()) {
                return true;
            }
            turn();
        }
        return condition.getAsBoolean();
    }

    private void turn() throws IOException {
        beat();
        try {
            if (napNanos == 0) {
                selector.select(ViewerLoop::onReady, LONGEST_WAIT_MILLIS);
            } else {
                LockSupport.parkNanos(napNanos);
                selector.selectNow(ViewerLoop::onReady);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Each viewer in its turn says that it is there. The kernel acknowledges in another way, and on another core, what comes
     * to a socket that speaks: one that only some servers made speak, by their pings, would make them look dearer.
     */
    private void beat() throws IOException {
        while (!viewers.isEmpty() && System.nanoTime() - nextBeatNanos > 0) {
            viewers.get(beats++ % viewers.size()).pong();
            nextBeatNanos += BEAT_NANOS / viewers.size();
        }
    }

    private static void onReady(SelectionKey key) {
        try {
            ((ViewerSocket) key.attachment()).onReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that were gathered. */
    public List<ViewerSocket> viewers() {
        return viewers;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            if (key.channel().isOpen()) {
                // No port shall rest on our side.
                ((SocketChannel) key.channel()).setOption(StandardSocketOptions.SO_LINGER, 0);
                key.channel().close();
            }
        }
        selector.close();
    }
}
