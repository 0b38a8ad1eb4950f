/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.testing.RawWebSocket;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that speaks WebSocket at {@code /}, refuses it at {@code /?refuse}, and keeps who came. */
final class SpeakingServer implements AutoCloseable {
    static final int MAX_MESSAGE_BYTES = 1_000;

    private final BlockingQueue<RecordingHandler> handlers = new LinkedBlockingQueue<>();
    private final RunningServer server;

    SpeakingServer() throws IOException {
        server = RunningServer.of(new Routes().at(HttpMethod.GET, "/", new Endpoint.Speaking() {
            @Override
            public WebSocketHandler accept(HttpCall call) throws HttpRefusal {
                return SpeakingServer.this.accept(call);
            }

            @Override
            public int maxMessageBytes() {
                return MAX_MESSAGE_BYTES;
            }
        }));
    }

    private WebSocketHandler accept(HttpCall call) throws HttpRefusal {
        if (call.parameter("refuse").isPresent()) {
            throw new HttpRefusal(HttpResponseStatus.SERVICE_UNAVAILABLE, RefusalReason.DRAINING, "as the test wants");
        }
        RecordingHandler handler = new RecordingHandler();
        if (call.parameter("fail").isPresent()) {
            handler.failingOnOpen();
        }
        handlers.add(handler);
        return handler;
    }

    RawWebSocket open() throws IOException {
        return RawWebSocket.open(server.port(), "/");
    }

    RunningServer server() {
        return server;
    }

    /** Whoever was accepted next. */
    RecordingHandler accepted() throws InterruptedException {
        RecordingHandler handler = handlers.poll(5, TimeUnit.SECONDS);
        if (handler == null) {
            throw new AssertionError("nobody was accepted");
        }
        return handler;
    }

    boolean hasAcceptedNobody() {
        return handlers.isEmpty();
    }

    /** Waits until all connections are gone; then this one must have heard of its end once, as the last thing. */
    void assertClosedOnce(RecordingHandler handler) {
        await().atMost(5, SECONDS).until(() -> server.open() == 0 && handler.closes() > 0);
        server.close();
        assertEquals(1, handler.closes());
        assertFalse(handler.isCalledAfterItsEnd());
    }

    @Override
    public void close() {
        server.close();
    }
}
