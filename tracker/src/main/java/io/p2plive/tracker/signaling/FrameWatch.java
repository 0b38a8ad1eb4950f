/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.signaling;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/**
 * Sees a viewer's frames before anybody makes text of them. What its session takes goes no further. And it is
 * noted whether the viewer closed its connection on purpose, as a page does that is left: then it is gone, and need not be
 * waited for.
 *
 * <p>Confined to the connection's loop.
 */
final class FrameWatch extends ChannelInboundHandlerAdapter {
    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;

    private final ViewerSession session;
    private boolean isFarewell;

    FrameWatch(ViewerSession session) {
        this.session = session;
    }

    boolean isFarewell() {
        return isFarewell;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof TextWebSocketFrame text && text.isFinalFragment() && session.takes(text.content())) {
            text.release();
            return;
        }
        if (message instanceof CloseWebSocketFrame close) {
            isFarewell = close.statusCode() == NORMAL || close.statusCode() == GOING_AWAY;
        }
        ctx.fireChannelRead(message);
    }
}
