/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.p2plive.protocol.RefusalReason;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the answers of one connection, in their order, and ends it well. Confined to the connection's loop. */
final class HttpResponder {
    private static final Logger log = LoggerFactory.getLogger(HttpResponder.class);
    /** How long a refused sender's bytes are read and thrown away, so that it can read why before the reset. */
    private static final long LINGER_MILLIS = 500;

    private boolean isBusy;
    private boolean hasAnswered;
    private boolean isClosing;
    private boolean acceptsJson;
    private boolean isHead;
    private boolean keepsAlive;

    boolean isBusy() {
        return isBusy;
    }

    /** Whether an answer was given, and nothing has been asked since: a connection kept for later. */
    boolean isIdle() {
        return hasAnswered && !isBusy;
    }

    boolean isClosing() {
        return isClosing;
    }

    void begin(HttpRequest request) {
        isBusy = true;
        String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
        acceptsJson = accept.contains("application/json");
        isHead = request.method().equals(HttpMethod.HEAD);
        keepsAlive = HttpUtil.isKeepAlive(request);
    }

    void writeContinue(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }

    void answerWhenDone(ChannelHandlerContext ctx, CompletionStage<HttpReply> stage) {
        stage.whenComplete((reply, failure) -> {
            if (ctx.executor().inEventLoop()) {
                onDone(ctx, reply, failure);
            } else {
                ctx.executor().execute(() -> onDone(ctx, reply, failure));
            }
        });
    }

    private void onDone(ChannelHandlerContext ctx, HttpReply reply, Throwable failure) {
        if (failure == null) {
            answer(ctx, reply);
            return;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof HttpRefusal refusal) {
            answer(ctx, HttpReply.refusal(acceptsJson, refusal.status(), refusal.reason(), refusal.getMessage()));
            return;
        }
        log.error("request failed remote={}", ctx.channel().remoteAddress(), cause);
        answer(
                ctx,
                HttpReply.refusal(
                        acceptsJson,
                        HttpResponseStatus.INTERNAL_SERVER_ERROR,
                        RefusalReason.INTERNAL,
                        "our fault; the log says more"));
    }

    void answer(ChannelHandlerContext ctx, HttpReply reply) {
        if (!isBusy || isClosing || !ctx.channel().isActive()) {
            return;
        }
        hasAnswered = true;
        isBusy = false;
        FullHttpResponse response = response(reply);
        HttpUtil.setKeepAlive(response, keepsAlive);
        ChannelFuture written = ctx.writeAndFlush(response);
        if (keepsAlive) {
            RequestDeadline.restart(ctx.pipeline());
        } else {
            isClosing = true;
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    void refuseAndClose(ChannelHandlerContext ctx, HttpResponseStatus status, RefusalReason reason, String message) {
        if (isClosing) {
            return;
        }
        isClosing = true;
        HttpReply refusal = HttpReply.refusal(acceptsJson, status, reason, message);
        FullHttpResponse response = response(withHints(refusal, status));
        HttpUtil.setKeepAlive(response, false);
        ctx.writeAndFlush(response).addListener(written -> linger(ctx));
    }

    private static HttpReply withHints(HttpReply refusal, HttpResponseStatus status) {
        if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
            return refusal.with("WWW-Authenticate", "Basic realm=\"p2plive\", charset=\"UTF-8\"");
        }
        if (status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            return refusal.with("Retry-After", "5");
        }
        if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            return refusal.with("Upgrade", "websocket").with("Sec-WebSocket-Version", "13");
        }
        return refusal;
    }

    private static void linger(ChannelHandlerContext ctx) {
        if (ctx.channel() instanceof SocketChannel socket) {
            socket.shutdownOutput();
        }
        ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private FullHttpResponse response(HttpReply reply) {
        ByteBuf content = isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body());
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, reply.status(), content);
        if (!reply.status().equals(HttpResponseStatus.NO_CONTENT)) {
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                    .set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
        }
        // A page from any host, or from disk, may ask; nothing here is protected by a browser's cookies.
        response.headers()
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
                .set("X-Content-Type-Options", "nosniff");
        reply.headers().forEach((name, value) -> response.headers().set(name, value));
        return response;
    }
}
