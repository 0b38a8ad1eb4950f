/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A connection must bring a request's head in time, the first one and each further one, and so the body where it is taken
 * whole; whoever trickles is cut off. Bodies that are taken as they come have their own deadlines.
 *
 * <p>Confined to the connection's loop.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    private final long seconds;
    private ScheduledFuture<?> deadline;

    RequestDeadline(long seconds) {
        this.seconds = seconds;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(() -> ctx.fireExceptionCaught(ReadTimeoutException.INSTANCE), seconds, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest || message instanceof LastHttpContent) {
            deadline.cancel(false);
        }
        ctx.fireChannelRead(message);
    }

    /** The clock runs anew, for the body or for the next head. */
    static void restart(ChannelPipeline pipeline) {
        ChannelHandlerContext ctx = pipeline.context(HttpServer.DEADLINE);
        if (ctx != null) {
            RequestDeadline handler = (RequestDeadline) ctx.handler();
            handler.deadline.cancel(false);
            handler.handlerAdded(ctx);
        }
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
