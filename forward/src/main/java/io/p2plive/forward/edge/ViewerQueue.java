/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.p2plive.forward.stream.Backlog;
import io.p2plive.media.Chunk;
import io.p2plive.net.WebSocketConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * All that goes to one viewer. While it keeps up, a chunk's shared frame goes straight to the socket; when it does not,
 * chunks wait here, bounded in bytes and in age, and beyond that everything is dropped up to the next keyframe. Confined
 * to {@code loop}: the event loop of the viewer's channel.
 */
final class ViewerQueue {
    private enum Mode {
        /** Begins with the next keyframe. */
        AWAITING,
        FLOWING,
        /** Was too slow; goes on with the next keyframe. */
        SKIPPING
    }

    private record Waiting(Chunk chunk, long sinceNanos, boolean isBacklog) {}

    private final Channel channel;
    private final ChannelOutboundInvoker frames;
    private final EdgeLimits limits;
    private final EdgeCounters counters;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private Mode mode = Mode.AWAITING;
    private StripeSet stripes = StripeSet.NONE;
    private int liveBytes;
    private long chunksDropped;
    private boolean isDirty;
    private boolean isPumping;
    private boolean isClosed;

    /** Place in the group's array; the group's own. */
    int index = -1;

    /**
     * A viewer that has subscribed to nothing.
     *
     * @param frames takes frames that are made already, in order with the channel's messages
     */
    ViewerQueue(Channel channel, ChannelOutboundInvoker frames, EdgeLimits limits, EdgeCounters counters) {
        this.channel = channel;
        this.frames = frames;
        this.limits = limits;
        this.counters = counters;
    }

    Channel channel() {
        return channel;
    }

    /** Chunks that this viewer was too slow to get. */
    long chunksDropped() {
        return chunksDropped;
    }

    boolean isClosed() {
        return isClosed;
    }

    /** From now on nothing goes out. */
    void close() {
        isClosed = true;
        waiting.clear();
        liveBytes = 0;
    }

    void sendText(String text) {
        if (!isClosed) {
            channel.write(new TextWebSocketFrame(text), channel.voidPromise());
            isDirty = true;
        }
    }

    /** Which stripes to send from now on; for those that are new, what the stream holds goes first. */
    void subscribe(StripeSet wanted, Backlog backlog, long nowNanos) {
        StripeSet added = wanted.without(stripes);
        boolean isFirst = stripes.isEmpty();
        stripes = wanted;
        if (isFirst && mode != Mode.SKIPPING) {
            mode = backlog.awaitsKeyframe() ? Mode.AWAITING : Mode.FLOWING;
        }
        // Who did not take the last backlog gets no other on top of it.
        if (mode == Mode.FLOWING && !isClosed && !hasBacklog()) {
            backlog.chunks().stream()
                    .filter(chunk -> added.contains(chunk.stripe()))
                    .forEach(chunk -> waiting.addLast(new Waiting(chunk, nowNanos, true)));
            pump();
        }
    }

    private boolean hasBacklog() {
        return waiting.stream().anyMatch(Waiting::isBacklog);
    }

    /** The stream's next chunks, with their shared frames, which stay the caller's. */
    void offer(Batch batch, long nowNanos) {
        int next = 0;
        while (next < batch.size() && !isClosed) {
            next = offer(batch, next, nowNanos);
        }
    }

    /** Takes one chunk, or as many as go out in one write; returns which comes next. */
    private int offer(Batch batch, int index, long nowNanos) {
        Chunk chunk = batch.chunk(index);
        if (mode == Mode.FLOWING && isBehind(nowNanos)) {
            skip(0);
        }
        // A keyframe begins the GOP of every stripe, whichever stripe it travels on.
        if (chunk.isKeyframe()) {
            mode = Mode.FLOWING;
        }
        int end = index + 1;
        if (!stripes.contains(chunk.stripe())) {
            return end;
        }
        if (mode != Mode.FLOWING) {
            drop(mode == Mode.SKIPPING ? 1 : 0);
        } else if (waiting.isEmpty() && takesMore()) {
            end = batch.runEnd(index, stripes);
            write(batch.frames(index, end), end - index);
        } else {
            add(chunk, nowNanos);
        }
        return end;
    }

    /** What fills the channel may be only what was not let out yet. */
    private boolean takesMore() {
        if (!channel.isWritable()) {
            flush();
        }
        return channel.isWritable();
    }

    private boolean isBehind(long nowNanos) {
        if (waiting.isEmpty()) {
            return false;
        }
        Waiting eldest = waiting.peekFirst();
        // A backlog may be longer than the patience: it is judged by what gathers behind it.
        return liveBytes > limits.queueBytes()
                || (!eldest.isBacklog()
                        && nowNanos - eldest.sinceNanos() > TimeUnit.MILLISECONDS.toNanos(limits.queueMillis()));
    }

    /**
     * Drops what waits, and what comes, up to the next keyframe.
     *
     * @param lostBefore chunks that were dropped already, before they came here
     */
    void skip(int lostBefore) {
        drop(waiting.size() + lostBefore);
        waiting.clear();
        liveBytes = 0;
        mode = Mode.SKIPPING;
    }

    /** A chunk that is dropped before it was offered. */
    void miss(Chunk chunk) {
        if (stripes.contains(chunk.stripe())) {
            drop(1);
        }
    }

    private void drop(int chunks) {
        chunksDropped += chunks;
        counters.dropped(chunks);
    }

    private void add(Chunk chunk, long nowNanos) {
        waiting.addLast(new Waiting(chunk, nowNanos, false));
        liveBytes += chunk.wire().length;
    }

    /** A greater epoch begins: what waits is worth nothing any more. */
    void onEpoch() {
        waiting.clear();
        liveBytes = 0;
        mode = Mode.AWAITING;
    }

    /**
     * Chunks that the viewer asked for once more.
     *
     * @return the sequences that do not fit
     */
    List<Long> resend(List<Chunk> chunks, long nowNanos) {
        List<Long> refused = new ArrayList<>();
        for (Chunk chunk : chunks) {
            if (liveBytes + chunk.wire().length > limits.queueBytes()) {
                refused.add(chunk.sequence());
            } else {
                add(chunk, nowNanos);
            }
        }
        pump();
        return refused;
    }

    private void write(ByteBuf framed, int chunks) {
        counters.sent(framed.readableBytes(), chunks);
        frames.write(framed, channel.voidPromise());
        isDirty = true;
    }

    /** Lets out what was written. */
    void flush() {
        if (isDirty) {
            isDirty = false;
            frames.flush();
        }
    }

    /** Writes what waits for as long as the channel takes it. */
    void pump() {
        // A flush that frees the channel calls back to here.
        if (isPumping) {
            return;
        }
        isPumping = true;
        do {
            while (!waiting.isEmpty() && channel.isWritable()) {
                writeEldest();
            }
            flush();
        } while (!waiting.isEmpty() && channel.isWritable());
        isPumping = false;
    }

    private void writeEldest() {
        Waiting eldest = waiting.pollFirst();
        if (!eldest.isBacklog()) {
            liveBytes -= eldest.chunk().wire().length;
        }
        write(WebSocketConnection.frame(eldest.chunk().wire()), 1);
    }
}
