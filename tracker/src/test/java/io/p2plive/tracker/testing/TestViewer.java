/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.p2plive.id.ViewerId;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A viewer as a tracker sees it: a WebSocket that says what a test tells it to, and remembers what it heard. */
public final class TestViewer implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 10;

    public final String key;
    public final ViewerId id;
    /** The code with which the tracker closed. */
    public final CompletableFuture<Integer> closed = new CompletableFuture<>();

    public final CompletableFuture<String> closeReason = new CompletableFuture<>();

    private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    /** Connects, and says nothing yet. */
    public TestViewer(int number, int port, String query) {
        key = String.format("%032x", number);
        id = ViewerId.ofKey(key);
        socket = CLIENT.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/resource" + query), this)
                .join();
    }

    /** Connects, joins, and has been welcomed. */
    public static TestViewer joined(int number, int port) {
        TestViewer viewer = new TestViewer(number, port, "");
        viewer.join();
        viewer.hear("welcome");
        return viewer;
    }

    public void join() {
        say("{\"type\":\"join\",\"protocol\":1,\"key\":\"" + key + "\",\"share\":true,\"parents\":[],\"children\":[]}");
    }

    public void signal(String type, ViewerId to, String payload) {
        say("{\"type\":\"" + type + "\",\"to\":\"" + to + "\",\"payload\":\"" + payload + "\"}");
    }

    public void say(String text) {
        socket.sendText(text, true).join();
    }

    /** The next message of a type; others before it are passed over. */
    public JsonNode hear(String type) {
        return hear(type, "");
    }

    /** The next message of a type that holds some text. */
    public JsonNode hear(String type, String containing) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
                JsonNode message = heard.poll(left, TimeUnit.NANOSECONDS);
                if (message != null
                        && message.path("type").asText().equals(type)
                        && message.toString().contains(containing)) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("heard no " + type + " with '" + containing + "'");
    }

    /** The code with which the tracker closes. */
    public int closeCode() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Goes as a page does that is left. */
    public void sayGoodbye() {
        socket.sendClose(1001, "").join();
    }

    /** Goes as a machine does whose plug was pulled. */
    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                heard.add(MessageCodec.tree(partial.toString()));
            } catch (ProtocolException e) {
                throw new IllegalStateException(partial.toString(), e);
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closeReason.complete(reason);
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(1006);
    }
}
