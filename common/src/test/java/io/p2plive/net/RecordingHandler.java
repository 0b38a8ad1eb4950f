/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what it hears, and fails if anything comes after the end. Safe from any thread. */
final class RecordingHandler implements WebSocketHandler {
    static final String FAIL = "fail on me";

    private final CompletableFuture<WebSocketConnection> connection = new CompletableFuture<>();
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final AtomicInteger closes = new AtomicInteger();
    private volatile boolean isCalledAfterItsEnd;
    private volatile boolean failsOnOpen;
    private volatile boolean lastWritability = true;

    RecordingHandler failingOnOpen() {
        failsOnOpen = true;
        return this;
    }

    @Override
    public void onOpen(WebSocketConnection opened) {
        noteOrder();
        connection.complete(opened);
        if (failsOnOpen) {
            throw new IllegalStateException("a fault made by a test");
        }
    }

    @Override
    public void onText(String text) {
        noteOrder();
        if (text.equals(FAIL)) {
            throw new IllegalStateException("a fault made by a test");
        }
        texts.add(text);
    }

    @Override
    public void onWritabilityChanged(boolean isWritable) {
        noteOrder();
        lastWritability = isWritable;
    }

    @Override
    public void onClose() {
        closes.incrementAndGet();
    }

    private void noteOrder() {
        isCalledAfterItsEnd |= closes.get() > 0;
    }

    WebSocketConnection connection() throws Exception {
        return connection.get(5, TimeUnit.SECONDS);
    }

    String text() throws InterruptedException {
        String text = texts.poll(5, TimeUnit.SECONDS);
        assertTrue(text != null, "no text came");
        return text;
    }

    BlockingQueue<String> texts() {
        return texts;
    }

    boolean lastWritability() {
        return lastWritability;
    }

    int closes() {
        return closes.get();
    }

    boolean isCalledAfterItsEnd() {
        return isCalledAfterItsEnd;
    }
}
