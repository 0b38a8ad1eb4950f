/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A WebSocket that keeps what it hears: messages, chunks (checked, and that none is missing), and how it was closed.
 *
 * <p>Safe from any thread.
 */
public final class SocketProbe implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STRIPES = 2;

    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final AtomicLong chunks = new AtomicLong();
    private final AtomicLong missing = new AtomicLong();
    private final AtomicLong skipsIntoAGop = new AtomicLong();
    private final AtomicBoolean isPaused = new AtomicBoolean();
    private final AtomicInteger closeCode = new AtomicInteger(-1);
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private long lastSequence = -1;
    private WebSocket socket;

    private SocketProbe() {}

    /** Connects. */
    public static SocketProbe open(String url) {
        SocketProbe probe = new SocketProbe();
        try {
            probe.socket = Http.CLIENT
                    .newWebSocketBuilder()
                    .connectTimeout(Duration.ofSeconds(5))
                    .buildAsync(URI.create(url), probe)
                    .join();
        } catch (CompletionException e) {
            throw new AssertionError("no WebSocket to " + url + ": " + e.getCause(), e);
        }
        return probe;
    }

    /** Sends text. */
    public SocketProbe send(String message) {
        socket.sendText(message, true).join();
        return this;
    }

    /** Sends bytes. */
    public SocketProbe send(byte[] message) {
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
        return this;
    }

    /** Waits for a message of that type. */
    public JsonNode awaitMessage(String type, Duration within) {
        Eventually.holds(
                "a message " + type,
                within,
                () -> first(type).isPresent(),
                () -> "heard: " + messages + ", closed with " + closeCode);
        return first(type).orElseThrow();
    }

    /** Waits until the other side closes, and answers the code; 1006 when it just hung up. */
    public int awaitClose(Duration within) {
        Eventually.holds("closed by the other side", within, () -> closeCode.get() >= 0, () -> "heard: " + messages);
        return closeCode.get();
    }

    /** Chunks heard. */
    public long chunks() {
        return chunks.get();
    }

    /** Chunks that were left out between those heard. */
    public long missing() {
        return missing.get();
    }

    /** How often what came after a gap was no keyframe. */
    public long skipsIntoAGop() {
        return skipsIntoAGop.get();
    }

    /** Whether the other side has closed. */
    public boolean isClosed() {
        return closeCode.get() >= 0;
    }

    /** Reads no more, until {@link #resume}. */
    public void pause() {
        isPaused.set(true);
    }

    /** Reads on. */
    public void resume() {
        if (isPaused.getAndSet(false)) {
            socket.request(1);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean isLast) {
        text.append(data);
        if (isLast) {
            messages.add(parse(text.toString()));
            text.setLength(0);
        }
        readOn(webSocket);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean isLast) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        binary.writeBytes(bytes);
        if (isLast) {
            onChunk(binary.toByteArray());
            binary.reset();
        }
        readOn(webSocket);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode.set(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.compareAndSet(-1, 1006);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void onChunk(byte[] wire) {
        try {
            Chunk chunk = Chunk.parse(wire, STRIPES);
            if (lastSequence >= 0 && chunk.sequence() > lastSequence) {
                onGap(chunk, chunk.sequence() - lastSequence - 1);
            }
            lastSequence = chunk.sequence();
            chunks.incrementAndGet();
        } catch (ProtocolException e) {
            throw new IllegalStateException("no chunk: " + e.getMessage(), e);
        }
    }

    private void onGap(Chunk chunk, long gap) {
        missing.addAndGet(gap);
        if (gap > 0 && !chunk.isKeyframe()) {
            skipsIntoAGop.incrementAndGet();
        }
    }

    private void readOn(WebSocket webSocket) {
        if (!isPaused.get()) {
            webSocket.request(1);
        }
    }

    private Optional<JsonNode> first(String type) {
        return messages.stream()
                .filter(message -> type.equals(message.path("type").asText()))
                .findFirst();
    }

    private static JsonNode parse(String message) {
        try {
            return JSON.readTree(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + message, e);
        }
    }
}
