/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.net.Endpoint;
import io.p2plive.net.HttpCall;
import io.p2plive.net.HttpRefusal;
import io.p2plive.net.HttpReply;
import io.p2plive.protocol.RefusalReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Serves the files that the web client's jar holds, read once at the start. Immutable. */
public final class WebClientFiles implements Endpoint.Answering {
    private static final String FOLDER = "/web/";
    private static final String PAGE = "stream.html";
    private static final Map<String, String> FILES = Map.of(
            PAGE,
            "text/html; charset=utf-8",
            "stream.js",
            "text/javascript; charset=utf-8",
            "stream.css",
            "text/css; charset=utf-8",
            "NOTICE.txt",
            "text/plain; charset=utf-8");

    private final Map<String, HttpReply> replies = new LinkedHashMap<>();

    /**
     * Reads the files.
     *
     * @throws IOException when one cannot be read
     */
    public WebClientFiles() throws IOException {
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            try (InputStream in = WebClientFiles.class.getResourceAsStream(FOLDER + file.getKey())) {
                if (in != null) {
                    replies.put(
                            "/" + file.getKey(),
                            new HttpReply(HttpResponseStatus.OK, file.getValue(), in.readAllBytes(), Map.of()));
                }
            }
        }
        replies.put("/", HttpReply.text(HttpResponseStatus.FOUND, "").with("Location", "/" + PAGE));
    }

    @Override
    public CompletionStage<HttpReply> answer(HttpCall call) throws HttpRefusal {
        HttpReply reply = replies.get(call.path());
        if (reply == null) {
            throw new HttpRefusal(
                    HttpResponseStatus.NOT_FOUND,
                    RefusalReason.NOT_FOUND,
                    "nothing is here; try /stream.html or /debug");
        }
        return CompletableFuture.completedStage(reply);
    }
}
