/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One WebSocket connection, as its owner writes to it. Safe from any thread. */
public final class WebSocketConnection {
    /** Text that waits beyond this means that nobody reads: the connection is closed. */
    private static final long MAX_WAITING_BYTES = 1024 * 1024;

    private static final int MAX_REASON_BYTES = 120;
    /** Payloads of fewer bytes have a frame header of two, others of four. */
    private static final int SHORT_BYTES = 126;

    private static final long CLOSE_MILLIS = 1_000;

    private final Channel channel;
    private final AtomicBoolean isClosing = new AtomicBoolean();

    WebSocketConnection(Channel channel) {
        this.channel = channel;
    }

    /** Sends one text message; a receiver that no longer reads is closed instead. */
    public void sendText(String text) {
        if (isClosing.get()) {
            return;
        }
        if (channel.bytesBeforeWritable() > MAX_WAITING_BYTES) {
            channel.close();
            return;
        }
        channel.writeAndFlush(new TextWebSocketFrame(text), channel.voidPromise());
    }

    /** The connection itself: for whoever writes frames that are made already, and sets its water marks. */
    public Channel channel() {
        return channel;
    }

    /**
     * Where frames that are made already go out: past what turns messages into frames, and in order with them. To be
     * used on the connection's loop.
     */
    public ChannelOutboundInvoker frames() {
        return channel.pipeline().context(WebSocketFrameEncoder.class);
    }

    /** Who is there. */
    public InetSocketAddress remote() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    /**
     * Says why, and closes when the other side has heard it, or after a second; nothing more is sent, and what still comes is
     * thrown away: were it left unread, the kernel would reset the connection, and our word might be lost with it (RFC 6455
     * §7.1.1). The first call counts.
     *
     * @param code as in docs/protocol.md §8
     */
    public void close(int code, String reason) {
        if (!isClosing.compareAndSet(false, true)) {
            return;
        }
        channel.config().setAutoRead(true);
        channel.writeAndFlush(new CloseWebSocketFrame(code, shortened(reason)), channel.voidPromise());
        channel.eventLoop().schedule(() -> channel.close(), CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    boolean isClosing() {
        return isClosing.get();
    }

    private static String shortened(String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_REASON_BYTES) {
            return reason;
        }
        return reason.codePoints()
                .limit(MAX_REASON_BYTES / 4)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A server's binary frame around a payload: unmasked, so the same bytes serve every receiver (RFC 6455 §5.2). */
    public static ByteBuf frame(byte[] payload) {
        return Unpooled.wrappedBuffer(frameHeader(payload.length), payload);
    }

    /** Bytes of the frame around so long a payload. */
    public static int frameBytes(int length) {
        return length + (length < SHORT_BYTES ? 2 : 4);
    }

    /** The same frame, behind what {@code to} holds. */
    public static void writeFrame(ByteBuf to, byte[] payload) {
        to.writeBytes(frameHeader(payload.length)).writeBytes(payload);
    }

    private static byte[] frameHeader(int length) {
        int finalBinary = 0x82;
        if (length < SHORT_BYTES) {
            return new byte[] {(byte) finalBinary, (byte) length};
        }
        if (length <= 0xffff) {
            return new byte[] {(byte) finalBinary, 126, (byte) (length >> 8), (byte) length};
        }
        throw new IllegalArgumentException("frame of " + length + " bytes");
    }
}
