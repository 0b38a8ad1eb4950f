/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import io.p2plive.id.StreamName;
import io.p2plive.media.Chunk;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.RelayMessage;
import io.p2plive.protocol.StreamFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The stream's source: a coordinate's side of a relay link, which sends chunks of one size at an even pace from a thread
 * of its own. Safe from any thread.
 */
final class RelayFeed implements AutoCloseable {
    private static final int STRIPES = 2;
    private static final int CHANNEL = 0;
    private static final int CONTROL = 1;
    private static final int CHUNK = 2;
    private static final int MAX_CHUNKS = 1 << 20;
    private static final long PING_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long END_MILLIS = 5_000;

    private final SocketChannel channel;
    private final int chunksPerSecond;
    private final byte[] payload;
    private final long epoch = System.currentTimeMillis() / 1_000;
    private final AtomicLongArray sentNanos = new AtomicLongArray(MAX_CHUNKS);
    private final AtomicLong sent = new AtomicLong();
    private final CountDownLatch started = new CountDownLatch(1);
    private final Thread thread = new Thread(this::feed, "feed");
    private volatile boolean isStopping;
    private volatile IOException fault;

    /** Dials a server, and waits for its welcome. */
    RelayFeed(int port, int chunksPerSecond, int chunkBytes) throws IOException {
        this.channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.chunksPerSecond = chunksPerSecond;
        this.payload = new byte[chunkBytes - Chunk.HEADER_BYTES];
        this.thread.setDaemon(true);
        control(new RelayMessage.Hello(Limits.PROTOCOL_VERSION, "bench", null));
        channel.read(ByteBuffer.allocate(1));
        control(new RelayMessage.Open(CHANNEL, StreamName.DEFAULT, epoch, StreamFormat.MPEG1, STRIPES));
        thread.start();
    }

    /** Begins to send. */
    void start() {
        started.countDown();
    }

    private void feed() {
        try {
            awaitStart();
            stream();
        } catch (IOException e) {
            fault = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A forward closes a link that is silent for longer than viewers may need to gather. */
    private void awaitStart() throws IOException, InterruptedException {
        for (int i = 0; !started.await(PING_NANOS, TimeUnit.NANOSECONDS) && !isStopping; i++) {
            control(new RelayMessage.Ping(i));
        }
    }

    private void stream() throws IOException {
        long intervalNanos = TimeUnit.SECONDS.toNanos(1) / chunksPerSecond;
        long startNanos = System.nanoTime();
        long pingNanos = startNanos;
        for (int i = 0; !isStopping && i < MAX_CHUNKS; i++) {
            awaitNanos(startNanos + i * intervalNanos);
            ByteBuffer frame = frame(i);
            sentNanos.set(i, System.nanoTime());
            write(frame);
            sent.set(i + 1L);
            if (System.nanoTime() - pingNanos > PING_NANOS) {
                pingNanos = System.nanoTime();
                control(new RelayMessage.Ping(i));
            }
        }
    }

    private static void awaitNanos(long nanos) {
        long left;
        while ((left = nanos - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
        }
    }

    private ByteBuffer frame(int sequence) {
        // A GOP a second.
        int flags = Chunk.FIRST | Chunk.LAST | (sequence % chunksPerSecond == 0 ? Chunk.KEYFRAME : 0);
        Chunk.Header header = new Chunk.Header(
                flags,
                Chunk.stripeOf(sequence, STRIPES),
                epoch,
                sequence,
                System.currentTimeMillis() * 1_000,
                StreamFormat.MPEG1);
        byte[] wire = Chunk.of(header, payload, 0, payload.length).wire();
        int length = 1 + Short.BYTES + wire.length;
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .put((byte) CHUNK)
                .putShort((short) CHANNEL)
                .put(wire)
                .flip();
    }

    private void control(RelayMessage message) throws IOException {
        byte[] json = MessageCodec.write(message).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        write(ByteBuffer.allocate(Integer.BYTES + 1 + json.length)
                .putInt(1 + json.length)
                .put((byte) CONTROL)
                .put(json)
                .flip());
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** When a chunk was sent. */
    long sentNanos(long sequence) {
        return sentNanos.get((int) sequence);
    }

    /** How many were sent. */
    long sent() {
        return sent.get();
    }

    /**
     * Sends no more.
     *
     * @throws NotServedException when the server has taken no more before
     */
    void stop() throws NotServedException, InterruptedException {
        isStopping = true;
        thread.join(END_MILLIS);
        if (fault != null) {
            throw new NotServedException("the server ended the relay link", fault);
        }
        if (thread.isAlive()) {
            throw new NotServedException("the server stopped reading the relay link");
        }
    }

    @Override
    public void close() throws IOException {
        isStopping = true;
        channel.close();
    }
}
