/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.signaling;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
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

    private final Channel channel;
    // Both belong to the channel's loop.
    private boolean isFlushDue;
    private boolean isClosed;

    Outbox(Channel channel) {
        this.channel = channel;
    }

    /** Sends one text message of at most 64 KiB. */
    void send(byte[] utf8) {
        onLoop(() -> write(utf8));
    }

    /** Nothing that is sent from now on is sent. */
    void close() {
        onLoop(() -> isClosed = true);
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
        if (channel.bytesBeforeWritable() > MAX_WAITING_BYTES) {
            channel.close();
            return;
        }
        channel.write(frame(utf8), channel.voidPromise());
        if (!isFlushDue) {
            isFlushDue = true;
            channel.eventLoop().execute(this::flush);
        }
    }

    private void flush() {
        isFlushDue = false;
        channel.flush();
    }

    private ByteBuf frame(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            throw new IllegalArgumentException("message of " + utf8.length + " bytes");
        }
        ByteBuf frame =
                channel.alloc().directBuffer(MAX_HEADER_BYTES + utf8.length).writeByte(FINAL_TEXT);
        if (utf8.length < TWO_BYTES) {
            frame.writeByte(utf8.length);
        } else {
            frame.writeByte(TWO_BYTES).writeShort(utf8.length);
        }
        return frame.writeBytes(utf8);
    }
}
