/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.protocol.NodeMessage.Refusal;
import io.p2plive.protocol.RefusalReason;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer, whole.
 *
 * @param body shared, never to be changed
 * @param headers beside Content-Type and Content-Length
 */
public record HttpReply(HttpResponseStatus status, String contentType, byte[] body, Map<String, String> headers) {
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    /** A JSON object. */
    public static HttpReply json(HttpResponseStatus status, Object message) {
        return new HttpReply(status, JSON, MessageCodec.writeBytes(message), Map.of());
    }

    /** A text for people. */
    public static HttpReply text(HttpResponseStatus status, String text) {
        return new HttpReply(status, TEXT, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** A page. */
    public static HttpReply html(String html) {
        return new HttpReply(
                HttpResponseStatus.OK, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** Nothing to say. */
    public static HttpReply noContent() {
        return new HttpReply(HttpResponseStatus.NO_CONTENT, TEXT, new byte[0], Map.of());
    }

    /** A refusal in the form that the asker can read. */
    public static HttpReply refusal(HttpCall call, HttpResponseStatus status, RefusalReason reason, String message) {
        return refusal(call.acceptsJson(), status, reason, message);
    }

    /** A refusal, as JSON or as text. */
    public static HttpReply refusal(boolean asJson, HttpResponseStatus status, RefusalReason reason, String message) {
        if (asJson) {
            return json(status, new Refusal(reason, message));
        }
        return text(status, reason.word() + ": " + message + "\n");
    }

    /** The same with one header more. */
    public HttpReply with(String name, String value) {
        Map<String, String> more = new java.util.TreeMap<>(headers);
        more.put(name, value);
        return new HttpReply(status, contentType, body, Map.copyOf(more));
    }
}
