/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * A request as an endpoint sees it: the head, who asks, and the body where the endpoint takes one whole.
 *
 * @param path decoded, without the query
 * @param remote who asks, as the socket says
 * @param body empty unless the endpoint takes a body
 */
public record HttpCall(
        HttpMethod method,
        String path,
        QueryStringDecoder query,
        HttpHeaders headers,
        InetSocketAddress remote,
        byte[] body) {

    private static final byte[] NO_BODY = {};

    /**
     * The call that a request's head makes.
     *
     * @throws IllegalArgumentException when its path or query cannot be decoded
     */
    static HttpCall of(HttpRequest request, InetSocketAddress remote) {
        QueryStringDecoder query = new QueryStringDecoder(request.uri());
        query.parameters();
        return new HttpCall(request.method(), query.path(), query, request.headers(), remote, NO_BODY);
    }

    HttpCall withBody(byte[] whole) {
        return new HttpCall(method, path, query, headers, remote, whole);
    }

    /** The first value of a query parameter. */
    public Optional<String> parameter(String name) {
        List<String> values = query.parameters().get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** A header. */
    public Optional<String> header(CharSequence name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Whether the asker prefers JSON to text for people. */
    public boolean acceptsJson() {
        return header(HttpHeaderNames.ACCEPT).orElse("").contains("application/json");
    }

    /** Whether the asker is a browser that wants a page. */
    public boolean acceptsHtml() {
        return header(HttpHeaderNames.ACCEPT).orElse("").contains("text/html");
    }

    /** The host by which the asker reached us, without its port; empty when it did not say. */
    public Optional<String> host() {
        return header(HttpHeaderNames.HOST).map(HostPort::hostOf).filter(host -> !host.isEmpty());
    }
}
