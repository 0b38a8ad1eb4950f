/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A broadcaster as ffmpeg is one: a POST whose every HTTP chunk is one picture. Runs on a thread of its own. Safe from any
 * thread.
 */
final class Push implements AutoCloseable {
    private static final long END_MILLIS = 5_000;

    /** Paces the pictures, and hears when they go. */
    interface Pace {
        /** When the picture may be written, by {@link System#nanoTime}; anything in the past for at once. */
        long dueNanos(int picture);

        /** It is written now. */
        void onPicture(int picture, long nowNanos);
    }

    private final String stream;
    private final Video video;
    private final boolean isRepeated;
    private final Pace pace;
    private final SocketChannel channel;
    private final AtomicLong bytes = new AtomicLong();
    private final Thread thread = new Thread(this::push, "push");
    private volatile boolean isStopping;
    private volatile IOException fault;

    /** Dials, and begins to push at once. */
    Push(int port, String stream, Video video, boolean isRepeated, Pace pace) throws IOException {
        this.stream = stream;
        this.video = video;
        this.isRepeated = isRepeated;
        this.pace = pace;
        this.channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    private void push() {
        try {
            write(ascii("POST /stream/" + stream + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Lavf/59\r\n"
                    + "Accept: */*\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"));
            int picture = 0;
            do {
                picture = pushOnce(picture);
            } while (isRepeated && !isStopping);
            write(ascii("0\r\n\r\n"));
        } catch (IOException e) {
            fault = e;
        }
    }

    private int pushOnce(int first) throws IOException {
        int picture = first;
        int from = 0;
        for (int end : video.pictureEnds()) {
            if (isStopping) {
                break;
            }
            awaitNanos(pace.dueNanos(picture));
            ByteBuffer body = ByteBuffer.wrap(video.bytes(), from, end - from);
            ByteBuffer frame = ByteBuffer.allocate(end - from + 16)
                    .put(ascii(Integer.toHexString(end - from) + "\r\n"))
                    .put(body)
                    .put(ascii("\r\n"))
                    .flip();
            pace.onPicture(picture, System.nanoTime());
            write(frame);
            bytes.addAndGet(end - from);
            from = end;
            picture++;
        }
        return picture;
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void awaitNanos(long nanos) {
        long left;
        while (!isStopping && (left = nanos - System.nanoTime()) > 0) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
        }
    }

    private void write(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Of video, written so far. */
    long bytes() {
        return bytes.get();
    }

    /**
     * Whether it still pushes.
     *
     * @throws IOException when it failed
     */
    void check() throws IOException {
        if (fault != null && !isStopping) {
            throw fault;
        }
    }

    /** Ends after the picture that is being written, as a broadcaster who stops. */
    void stop() {
        isStopping = true;
    }

    /** Whether it writes no more. */
    boolean hasEnded() {
        return !thread.isAlive();
    }

    @Override
    public void close() throws IOException {
        stop();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channel.close();
    }
}
