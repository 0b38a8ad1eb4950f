/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Chromium's DevTools protocol: questions and their answers; what it tells unasked is passed over. Safe from any thread. */
final class DevTools implements AutoCloseable {
    private static final long ANSWER_SECONDS = 30;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final WebSocket socket;

    /** Connects to where the browser says that it listens. */
    DevTools(URI address) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Answers())
                .join();
    }

    /**
     * Asks the browser, or one of its pages.
     *
     * @param session of the page; null for the browser
     * @throws IOException when it refuses, or does not answer in time
     */
    JsonNode ask(String session, String method, Map<String, ?> parameters) throws IOException, InterruptedException {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(id, answer);
        ObjectNode question = mapper.createObjectNode().put("id", id).put("method", method);
        question.set("params", mapper.valueToTree(parameters));
        if (session != null) {
            question.put("sessionId", session);
        }
        socket.sendText(question.toString(), true);
        try {
            JsonNode said = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (said.has("error")) {
                throw new IOException(method + ": " + said.path("error"));
            }
            return said.path("result");
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(method + " was not answered", e);
        } finally {
            open.remove(id);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** Puts messages together, and each answer to its question. Confined to the socket. */
    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            open.values().forEach(answer -> answer.completeExceptionally(error));
        }

        private void take(String message) {
            try {
                JsonNode said = mapper.readTree(message);
                CompletableFuture<JsonNode> answer = open.get(said.path("id").asInt());
                if (answer != null) {
                    answer.complete(said);
                }
            } catch (JsonProcessingException e) {
                open.values().forEach(answer -> answer.completeExceptionally(e));
            }
        }
    }
}
