/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.timeout.IdleStateHandler;
import io.p2plive.protocol.RefusalReason;
import java.util.concurrent.TimeUnit;

/** Turns a connection from HTTP to WebSocket (RFC 6455). */
final class WebSocketUpgrade {
    /** After this long without a word from the other side it is pinged. */
    private static final long PING_SECONDS = 10;

    private WebSocketUpgrade() {}

    static void upgrade(ChannelHandlerContext ctx, HttpRequest request, HttpCall call, Endpoint.Speaking endpoint)
            throws HttpRefusal {
        if (!HttpDispatcher.isUpgrade(request)) {
            throw new HttpRefusal(
                    HttpResponseStatus.UPGRADE_REQUIRED, RefusalReason.MALFORMED, "this address speaks WebSocket only");
        }
        checkVersion(request);
        WebSocketServerHandshaker handshaker = handshaker(endpoint.maxMessageBytes());
        WebSocketHandler handler = endpoint.accept(call);
        FullHttpRequest full = new DefaultFullHttpRequest(
                request.protocolVersion(),
                HttpMethod.GET,
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                request.headers(),
                request.headers());
        try {
            handshaker.handshake(ctx.channel(), full).addListener(done -> {
                if (done.isSuccess()) {
                    install(ctx.pipeline(), handler, endpoint.maxMessageBytes());
                } else {
                    handler.onClose();
                    ctx.close();
                }
            });
        } catch (WebSocketHandshakeException e) {
            handler.onClose();
            throw new HttpRefusal(HttpResponseStatus.BAD_REQUEST, RefusalReason.MALFORMED, e.getMessage());
        }
    }

    private static void checkVersion(HttpRequest request) throws HttpRefusal {
        if (!request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13", false)) {
            throw new HttpRefusal(
                    HttpResponseStatus.UPGRADE_REQUIRED, RefusalReason.MALFORMED, "WebSocket version 13 only");
        }
    }

    private static WebSocketServerHandshaker handshaker(int maxBytes) {
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(maxBytes)
                .allowExtensions(false)
                .closeOnProtocolViolation(true)
                .build();
        return new WebSocketServerHandshaker13(null, null, config);
    }

    private static void install(ChannelPipeline pipeline, WebSocketHandler handler, int maxBytes) {
        pipeline.remove(HttpServer.DEADLINE);
        pipeline.remove(HttpServer.WRITES);
        pipeline.channel().config().setAutoRead(true);
        pipeline.addLast("idle", new IdleStateHandler(PING_SECONDS, 0, 0, TimeUnit.SECONDS));
        pipeline.addLast("utf8", new Utf8FrameValidator());
        pipeline.addLast("whole", new WebSocketFrameAggregator(maxBytes));
        pipeline.addLast("session", new WebSocketAdapter(handler));
        pipeline.remove(HttpServer.DISPATCH);
    }
}
