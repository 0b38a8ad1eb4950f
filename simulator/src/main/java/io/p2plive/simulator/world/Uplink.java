/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

/**
 * One line out, first in first out for chunks: a chunk takes its bytes' time on it, then the link's delay. What waits for a link
 * that was closed is dropped.
 *
 * <p>Confined to the run.
 */
final class Uplink {
    private final EventQueue events;
    private final Feeds feeds;
    private final int node;
    private final double microsPerByte;

    private int[] waitingFeed = new int[16];
    private int[] waitingChunk = new int[16];
    private long[] sinceMicros = new long[16];
    private int head;
    private int count;
    private long busyUntilMicros;
    private boolean isAwaited;
    private boolean isPumping;

    long bytesSent;
    /** For how long it sent, all in all. */
    long busyMicros;

    /** A line of the node of that number; a rate of 0 is one without bounds. */
    Uplink(EventQueue events, Feeds feeds, int node, double bitsPerSecond, double overhead) {
        this.events = events;
        this.feeds = feeds;
        this.node = node;
        this.microsPerByte = bitsPerSecond <= 0 ? 0 : 8e6 * (1 + overhead) / bitsPerSecond;
    }

    void send(Feed feed, int chunk) {
        makeRoom();
        put((head + count) & (waitingFeed.length - 1), feed, chunk);
    }

    /** Sends a message, which has a channel of its own: it waits for what is on the line, not for what waits. */
    void sendFirst(Feed feed, int message) {
        makeRoom();
        head = (head - 1) & (waitingFeed.length - 1);
        put(head, feed, message);
    }

    private void makeRoom() {
        if (count == waitingFeed.length) {
            grow();
        }
    }

    private void put(int slot, Feed feed, int chunk) {
        waitingFeed[slot] = feed.id;
        waitingChunk[slot] = chunk;
        sinceMicros[slot] = events.nowMicros();
        count++;
        if (!isAwaited && !isPumping) {
            pump();
        }
    }

    /** The line is free again. */
    void onFree() {
        isAwaited = false;
        pump();
    }

    private void pump() {
        isPumping = true;
        while (count > 0 && busyUntilMicros <= events.nowMicros()) {
            Feed feed = feeds.get(waitingFeed[head]);
            int chunk = waitingChunk[head];
            long since = sinceMicros[head];
            head = (head + 1) & (waitingFeed.length - 1);
            count--;
            transmit(feed, chunk, since);
        }
        isPumping = false;
        if (count > 0) {
            isAwaited = true;
            events.add(busyUntilMicros, EventQueue.UPLINK, node, 0);
        }
    }

    private void transmit(Feed feed, int chunk, long since) {
        int bytes = feed.bytesOf(chunk);
        long takenMicros = Math.round(bytes * microsPerByte);
        busyUntilMicros = Math.max(busyUntilMicros, events.nowMicros()) + takenMicros;
        busyMicros += takenMicros;
        bytesSent += bytes;
        feed.onTransmitted(chunk, since);
        events.add(busyUntilMicros + feed.delayMicros, EventQueue.CHUNK, feed.id, chunk);
        feed.drain();
    }

    /** Drops what waits for this feed. */
    void purge(Feed feed) {
        int kept = 0;
        int mask = waitingFeed.length - 1;
        for (int i = 0; i < count; i++) {
            int from = (head + i) & mask;
            if (waitingFeed[from] != feed.id) {
                int to = (head + kept++) & mask;
                waitingFeed[to] = waitingFeed[from];
                waitingChunk[to] = waitingChunk[from];
                sinceMicros[to] = sinceMicros[from];
            }
        }
        count = kept;
        feed.queue.bytes = 0;
    }

    private void grow() {
        int length = waitingFeed.length;
        int[] feedIds = new int[2 * length];
        int[] chunks = new int[2 * length];
        long[] times = new long[2 * length];
        for (int i = 0; i < count; i++) {
            int from = (head + i) & (length - 1);
            feedIds[i] = waitingFeed[from];
            chunks[i] = waitingChunk[from];
            times[i] = sinceMicros[from];
        }
        waitingFeed = feedIds;
        waitingChunk = chunks;
        sinceMicros = times;
        head = 0;
    }
}
