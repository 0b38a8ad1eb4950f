/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import java.util.function.Predicate;

/**
 * Reads requests; where an endpoint takes a body of any length, one that names none lasts up to the close, as ffmpeg sends it
 * with {@code -chunked_post 0}. HTTP/1.1 knows this of answers only (RFC 9112 §6.3), so it is not done anywhere else.
 *
 * <p>Confined to the connection's loop.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private final Predicate<HttpRequest> takesAnyLength;
    private boolean lastsToClose;

    /** A decoder; {@code takesAnyLength} tells whether a request's endpoint takes a body of any length. */
    RequestDecoder(HttpDecoderConfig config, Predicate<HttpRequest> takesAnyLength) {
        super(config);
        this.takesAnyLength = takesAnyLength;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        lastsToClose = message instanceof HttpRequest request
                && (request.method().equals(HttpMethod.POST) || request.method().equals(HttpMethod.PUT))
                && !HttpUtil.isTransferEncodingChunked(request)
                && !HttpUtil.isContentLengthSet(request)
                && takesAnyLength.test(request);
        return super.isContentAlwaysEmpty(message);
    }

    /** Only answers may last up to the close, so a request that does must pass for one. */
    @Override
    protected boolean isDecodingRequest() {
        return !lastsToClose;
    }
}
