/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.signaling;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundInvoker;
import java.util.concurrent.RejectedExecutionException;

/**
 * What a viewer is told. All that it is told in one turn of its loop goes out in one write. Messages are framed here, since
 * those that are passed on are bytes already.
 *
 * <p>Safe from any thread.
 */
final class Outbox {
    /** What waits beyond this means that nobody reads: the connection is closed. */
    private static final long MAX_WAITING_BYTES = 1024 * 1024;

    private static final int FINAL_TEXT = 0x81;
    private static final int TWO_BYTES = 126;
    private static final int MAX_HEADER_BYTES = 4;
    private static final int MAX_BYTES = 0xffff;
    /** Enough for most of what is told at once. */
    private static final int FIRST_BYTES = 512;

    private final Channel channel;
    private final ChannelOutboundInvoker frames;
    /** What was told in this turn of the loop, and is the loop's; null when nothing was. */
    private ByteBuf told;
    /** The loop's, too. */
    private boolean isClosed;

    /**
     * Nothing is told yet.
     *
     * @param frames where what is framed already goes out
     */
    Outbox(Channel channel, ChannelOutboundInvoker frames) {
        this.channel = channel;
        this.frames = frames;
    }

    /** Sends one text message of at most 64 KiB. */
    void send(byte[] utf8) {
        onLoop(() -> write(utf8));
    }

    /** What was sent goes out at once; nothing that is sent from now on does. */
    void close() {
        onLoop(() -> {
            isClosed = true;
            flush();
        });
    }

    private void onLoop(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
            return;
        }
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The loops have ended, and the connection with its loop.
            return;
        }
    }

    private void write(byte[] utf8) {
        if (isClosed) {
            return;
        }
        if (channel.bytesBeforeWritable() + toldBytes() > MAX_WAITING_BYTES) {
            isClosed = true;
            channel.close();
            return;
        }
        if (told == null) {
            told = channel.alloc().directBuffer(Math.max(FIRST_BYTES, MAX_HEADER_BYTES + utf8.length));
            channel.eventLoop().execute(this::flush);
        }
        frame(utf8);
    }

    private int toldBytes() {
        return told == null ? 0 : told.readableBytes();
    }

    private void flush() {
        ByteBuf all = told;
        told = null;
        if (all != null) {
            frames.writeAndFlush(all, channel.voidPromise());
        }
    }

    private void frame(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            throw new IllegalArgumentException("message of " + utf8.length + " bytes");
        }
        told.writeByte(FINAL_TEXT);
        if (utf8.length < TWO_BYTES) {
            told.writeByte(utf8.length);
        } else {
            told.writeByte(TWO_BYTES).writeShort(utf8.length);
        }
        told.writeBytes(utf8);
    }
}
