/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A connection must bring a request's head in time, the first one and each further one; whoever trickles it is cut off.
 * Bodies have their own deadlines.
 *
 * <p>Confined to the connection's loop.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    private static final long HEAD_SECONDS = 10;

    private ScheduledFuture<?> deadline;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(() -> ctx.fireExceptionCaught(ReadTimeoutException.INSTANCE), HEAD_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            deadline.cancel(false);
        }
        ctx.fireChannelRead(message);
    }

    /** The answer is out: the clock runs for the next head. */
    void restart(ChannelHandlerContext ctx) {
        deadline.cancel(false);
        handlerAdded(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        deadline.cancel(false);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel(false);
        ctx.fireChannelInactive();
    }
}
