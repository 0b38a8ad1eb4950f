/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.signaling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.ReferenceCountUtil;
import io.p2plive.testing.PausedWrites;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboxTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Outbox outbox = new Outbox(channel, channel);

    @AfterEach
    void release() {
        channel.close();
        channel.releaseOutbound();
    }

    private static byte[] text(int length) {
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'x');
        return text;
    }

    private byte[] nextFrame() {
        ByteBuf frame = channel.readOutbound();
        try {
            return ByteBufUtil.getBytes(frame);
        } finally {
            frame.release();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 8100", "125, 817d", "126, 817e007e", "65535, 817effff"})
    void framesEachMessageByItsLength(int length, String header) {
        outbox.send(text(length));
        channel.runPendingTasks();

        byte[] frame = nextFrame();
        int headerBytes = header.length() / 2;
        assertEquals(header, ByteBufUtil.hexDump(frame, 0, headerBytes));
        assertArrayEquals(text(length), Arrays.copyOfRange(frame, headerBytes, frame.length));
    }

    @Test
    void saysNothingOnceItIsClosed() {
        outbox.send(text(1));
        outbox.close();
        outbox.send(text(2));
        channel.runPendingTasks();
        assertEquals(1, channel.outboundMessages().size());
    }

    @Test
    void givesUpWhoDoesNotRead() {
        PausedWrites writes = new PausedWrites();
        channel.pipeline().addLast(writes);
        writes.pause();
        for (int kilobytes = 0; kilobytes < 1_024; kilobytes += 32) {
            outbox.send(text(32 * 1_024));
        }
        assertTrue(channel.isOpen());
        for (int kilobytes = 0; kilobytes < 128; kilobytes += 32) {
            outbox.send(text(32 * 1_024));
        }
        assertFalse(channel.isOpen());
    }

    @Test
    void whatIsToldInOneTurnOfItsLoopGoesOutAtOnce() throws Exception {
        AtomicInteger flushes = new AtomicInteger();
        LocalChannel own = new LocalChannel();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
        try {
            loops.register(own).await(5_000);
            own.pipeline().addLast(new ChannelOutboundHandlerAdapter() {
                @Override
                public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                    ReferenceCountUtil.release(message);
                }

                @Override
                public void flush(ChannelHandlerContext ctx) {
                    flushes.incrementAndGet();
                }
            });
            Outbox told = new Outbox(own, own);
            own.eventLoop()
                    .submit(() -> {
                        told.send(text(1));
                        told.send(text(2));
                    })
                    .await(5_000);
            own.eventLoop().submit(() -> {}).await(5_000);
            assertEquals(1, flushes.get());
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(5_000);
        }
    }
}
