/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Endpoints that tests need more than once. */
final class Answers {
    private Answers() {}

    @FunctionalInterface
    interface Answer {
        CompletionStage<HttpReply> to(HttpCall call) throws HttpRefusal;
    }

    static Endpoint.Answering of(int maxBodyBytes, Answer answer) {
        return new Endpoint.Answering() {
            @Override
            public CompletionStage<HttpReply> answer(HttpCall call) throws HttpRefusal {
                return answer.to(call);
            }

            @Override
            public int maxBodyBytes() {
                return maxBodyBytes;
            }
        };
    }

    static Endpoint.Answering text(String text) {
        return of(0, call -> CompletableFuture.completedFuture(HttpReply.text(HttpResponseStatus.OK, text)));
    }

    static Endpoint.Answering echo(int maxBodyBytes) {
        return of(
                maxBodyBytes,
                call -> CompletableFuture.completedFuture(new HttpReply(
                        HttpResponseStatus.OK, "application/octet-stream", call.body(), java.util.Map.of())));
    }
}
