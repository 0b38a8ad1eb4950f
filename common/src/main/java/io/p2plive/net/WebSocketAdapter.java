/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames to calls: text goes to the handler, pings are answered, silence is pinged and then closed, the rest refused.
 *
 * <p>Confined to the connection's loop.
 */
final class WebSocketAdapter extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger log = LoggerFactory.getLogger(WebSocketAdapter.class);
    private static final int UNSUPPORTED_DATA = 1003;
    private static final int TOO_BIG = 1009;
    private static final int BROKEN_RULE = 1008;
    private static final int OUR_FAULT = 1011;
    private static final int MAX_SILENT_PINGS = 2;

    private final WebSocketHandler handler;
    private WebSocketConnection connection;
    private int pingsInSilence;
    private boolean isOver;

    WebSocketAdapter(WebSocketHandler handler) {
        this.handler = handler;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection = new WebSocketConnection(ctx.channel());
        try {
            handler.onOpen(connection);
        } catch (RuntimeException e) {
            exceptionCaught(ctx, e);
        }
        if (!ctx.channel().isActive()) {
            end();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        pingsInSilence = 0;
        if (isOver || connection.isClosing()) {
            hangUpIfHeard(ctx, frame);
            return;
        }
        if (frame instanceof TextWebSocketFrame text) {
            handler.onText(text.text());
        } else if (frame instanceof PingWebSocketFrame) {
            answerPing(ctx, frame);
        } else if (frame instanceof CloseWebSocketFrame) {
            ctx.writeAndFlush(frame.retain());
            ctx.close();
        } else if (!(frame instanceof PongWebSocketFrame)) {
            connection.close(UNSUPPORTED_DATA, "only text is spoken here");
        }
    }

    private static void hangUpIfHeard(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            ctx.close();
        }
    }

    /** Who does not read needs no answer, and must not make us hold any number of them. */
    private static void answerPing(ChannelHandlerContext ctx, WebSocketFrame ping) {
        if (ctx.channel().isWritable()) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof IdleStateEvent)) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        if (pingsInSilence >= MAX_SILENT_PINGS) {
            log.info("connection closed reason=silent remote={}", connection.remote());
            ctx.close();
            return;
        }
        pingsInSilence++;
        ctx.writeAndFlush(new PingWebSocketFrame());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        handler.onWritabilityChanged(ctx.channel().isWritable());
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
        ctx.fireChannelInactive();
    }

    private void end() {
        if (!isOver) {
            isOver = true;
            handler.onClose();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("connection lost remote={} cause={}", connection.remote(), cause.getMessage());
            ctx.close();
        } else if (isTooLong(cause)) {
            log.info("refused reason=too-large remote={}", connection.remote());
            connection.close(TOO_BIG, "too-large: the message is over its limit");
        } else if (cause instanceof CorruptedFrameException) {
            log.info("refused reason=malformed remote={} message=\"{}\"", connection.remote(), cause.getMessage());
            connection.close(BROKEN_RULE, "malformed: this is no WebSocket frame");
        } else {
            log.error("connection failed remote={}", connection.remote(), cause);
            connection.close(OUR_FAULT, "internal: our fault; the log says more");
        }
    }

    private static boolean isTooLong(Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            return corrupted.closeStatus().code() == TOO_BIG;
        }
        return cause instanceof TooLongFrameException;
    }
}
