/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.http;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** One HTTP client for all that the tracker asks of others. Safe from any thread. */
public final class NodeClient {
    private static final int MAX_REPLY_BYTES = 1024 * 1024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private final HttpClient client;

    /**
     * A client that works on that executor.
     *
     * @param executor runs short tasks only
     */
    public NodeClient(Executor executor) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor)
                .build();
    }

    /** An answer, whole. */
    public record Reply(int status, byte[] body) {}

    /** Asks, and fails when the whole answer has not come in time, or is too large. */
    public CompletableFuture<Reply> ask(HttpRequest request, long timeoutMillis) {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, head -> new BoundedBody(MAX_REPLY_BYTES));
        CompletableFuture<Reply> reply = exchange.thenApply(answer -> new Reply(answer.statusCode(), answer.body()))
                .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
        reply.whenComplete((answer, failure) -> {
            if (failure != null) {
                exchange.cancel(true);
            }
        });
        return reply;
    }
}
