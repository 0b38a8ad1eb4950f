/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.handler.timeout.WriteTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.p2plive.protocol.RefusalReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads each request of one connection to its endpoint, and refuses what has none, or no form.
 *
 * <p>Confined to the connection's loop.
 */
final class HttpDispatcher extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(HttpDispatcher.class);

    private final Routes routes;
    private final HttpResponder responder = new HttpResponder();
    private BodyReader body;

    HttpDispatcher(Routes routes) {
        this.routes = routes;
    }

    /** For a connection beyond the limits: it hears why, and is closed. */
    static HttpDispatcher refusing() {
        return new HttpDispatcher(null);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (responder.isClosing()) {
                return;
            }
            if (message instanceof HttpRequest request) {
                onHead(ctx, request);
            }
            if (message instanceof HttpContent content && body != null) {
                onContent(ctx, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void onHead(ChannelHandlerContext ctx, HttpRequest request) {
        if (responder.isBusy()) {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, RefusalReason.MALFORMED, "one request at a time");
            return;
        }
        responder.begin(request);
        if (request.decoderResult().isFailure()) {
            refuseUndecodable(ctx, request.decoderResult());
            return;
        }
        if (routes == null) {
            refuse(ctx, HttpResponseStatus.SERVICE_UNAVAILABLE, RefusalReason.TOO_MANY, "too many connections");
            return;
        }
        try {
            route(ctx, request);
        } catch (HttpRefusal e) {
            refuse(ctx, e.status(), e.reason(), e.getMessage());
        } catch (IllegalArgumentException e) {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, RefusalReason.MALFORMED, e.getMessage());
        }
    }

    private void route(ChannelHandlerContext ctx, HttpRequest request) throws HttpRefusal {
        HttpCall call = HttpCall.of(request, (InetSocketAddress) ctx.channel().remoteAddress());
        Endpoint endpoint = routes.find(call);
        if (endpoint instanceof Endpoint.Speaking speaking) {
            WebSocketUpgrade.upgrade(ctx, request, call, speaking);
            return;
        }
        if (endpoint instanceof Endpoint.Receiving receiving) {
            body = BodyReader.receiving(receiving, call, ctx, responder);
        } else {
            body = BodyReader.answering((Endpoint.Answering) endpoint, call, responder);
            RequestDeadline.restart(ctx.pipeline());
        }
        if (HttpUtil.is100ContinueExpected(request)) {
            responder.writeContinue(ctx);
        }
    }

    private void onContent(ChannelHandlerContext ctx, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            refuse(
                    ctx,
                    HttpResponseStatus.BAD_REQUEST,
                    RefusalReason.MALFORMED,
                    "the body is not framed as its header says");
            return;
        }
        try {
            body.onBytes(content.content());
            if (content instanceof LastHttpContent) {
                BodyReader whole = body;
                body = null;
                whole.onEnd(ctx);
            }
        } catch (HttpRefusal e) {
            refuse(ctx, e.status(), e.reason(), e.getMessage());
        }
    }

    private void refuseUndecodable(ChannelHandlerContext ctx, DecoderResult result) {
        Throwable cause = result.cause();
        if (cause instanceof TooLongHttpLineException) {
            refuse(
                    ctx,
                    HttpResponseStatus.REQUEST_URI_TOO_LONG,
                    RefusalReason.TOO_LARGE,
                    "the request line is too long");
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(
                    ctx,
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    RefusalReason.TOO_LARGE,
                    "the headers are too long");
        } else {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, RefusalReason.MALFORMED, "this is no HTTP request");
        }
    }

    private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status, RefusalReason reason, String message) {
        log.info(
                "refused status={} reason={} remote={} message=\"{}\"",
                status.code(),
                reason.word(),
                ctx.channel().remoteAddress(),
                message);
        dropBody();
        responder.refuseAndClose(ctx, status, reason, message);
    }

    private void dropBody() {
        if (body != null) {
            BodyReader lost = body;
            body = null;
            lost.onLost();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        dropBody();
        ctx.fireChannelInactive();
    }

    /** Who asks on and on and does not take the answers is not heard until it does. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof HttpRefusal refusal) {
            refuse(ctx, refusal.status(), refusal.reason(), refusal.getMessage());
            return;
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ReadTimeoutException && responder.isIdle()) {
            ctx.close();
            return;
        }
        if (cause instanceof ReadTimeoutException) {
            refuse(ctx, HttpResponseStatus.REQUEST_TIMEOUT, RefusalReason.TOO_SLOW, "the request did not come in time");
            return;
        }
        if (cause instanceof IOException || cause instanceof WriteTimeoutException) {
            log.debug("connection lost remote={} cause={}", ctx.channel().remoteAddress(), cause.toString());
            dropBody();
            ctx.close();
            return;
        }
        log.error("connection failed remote={}", ctx.channel().remoteAddress(), cause);
        refuse(ctx, HttpResponseStatus.INTERNAL_SERVER_ERROR, RefusalReason.INTERNAL, "our fault; the log says more");
    }

    /** Whether an upgrade asked for has the header that it needs. */
    static boolean isUpgrade(HttpRequest request) {
        return request.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true);
    }
}
