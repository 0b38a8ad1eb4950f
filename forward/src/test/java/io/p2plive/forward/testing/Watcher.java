/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.p2plive.media.Chunk;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A viewer that takes all that comes and remembers it. */
public final class Watcher implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<Chunk> chunks = new CopyOnWriteArrayList<>();
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final AtomicInteger closeCode = new AtomicInteger();
    private final AtomicReference<String> closeReason = new AtomicReference<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private WebSocket socket;

    /** Connects; {@code query} is such as {@code ?stream=live}. */
    public static Watcher watch(int port, String query) {
        Watcher watcher = new Watcher();
        watcher.socket = CLIENT.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/" + query), watcher)
                .join();
        return watcher;
    }

    public static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(8)).pollInterval(Duration.ofMillis(10));
    }

    public Watcher say(String json) {
        socket.sendText(json, true).join();
        return this;
    }

    public WebSocket socket() {
        return socket;
    }

    public List<Chunk> chunks() {
        return chunks;
    }

    public List<Long> sequences() {
        return TestChunks.sequences(chunks);
    }

    public List<JsonNode> messages() {
        return messages;
    }

    /** The states told so far, in their order. */
    public List<String> states() {
        return messages.stream()
                .filter(message -> message.get("type").asText().equals("stream"))
                .map(message -> message.get("state").asText())
                .toList();
    }

    public void awaitState(String state) {
        await().until(() ->
                !states().isEmpty() && states().get(states().size() - 1).equals(state));
    }

    public void awaitSequence(long newest) {
        await().until(() -> chunks.stream().anyMatch(chunk -> chunk.sequence() == newest));
    }

    public JsonNode awaitMessage(String type) {
        await().until(() -> messages.stream()
                .anyMatch(message -> message.get("type").asText().equals(type)));
        return messages.stream()
                .filter(message -> message.get("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }

    public boolean isClosed() {
        return closeCode.get() != 0;
    }

    public int awaitClose() {
        await().until(this::isClosed);
        return closeCode.get();
    }

    public String closeReason() {
        return closeReason.get();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                messages.add(MessageCodec.tree(text.toString()));
            } catch (ProtocolException e) {
                throw new IllegalStateException(e);
            }
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        binary.writeBytes(part);
        if (last) {
            try {
                chunks.add(Chunk.parse(binary.toByteArray(), TestChunks.STRIPES));
            } catch (ProtocolException e) {
                throw new IllegalStateException(e);
            }
            binary.reset();
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeReason.set(reason);
        closeCode.set(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeReason.set(error.toString());
        closeCode.set(1006);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
