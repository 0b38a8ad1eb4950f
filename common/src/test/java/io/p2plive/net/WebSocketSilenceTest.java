/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.p2plive.testing.PausedWrites;
import io.p2plive.testing.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection whose other side says nothing, or takes nothing, in a time that the test moves. */
class WebSocketSilenceTest {
    private static final String PING = "8900";
    private static final String MASKED_PONG = "8a8000000000";
    private static final String MASKED_PING = "898000000000";
    private static final String MASKED_BINARY = "828000000000";

    private final RecordingHandler handler = new RecordingHandler();
    private final PausedWrites writes = new PausedWrites();
    private final EmbeddedChannel channel = new LocalChannel();

    @BeforeEach
    void open() {
        channel.freezeTime();
        channel.pipeline().addLast(writes);
        HttpServer.assemble(channel.pipeline(), new Routes().at(HttpMethod.GET, "/", new Endpoint.Speaking() {
                    @Override
                    public WebSocketHandler accept(HttpCall call) {
                        return handler;
                    }

                    @Override
                    public int maxMessageBytes() {
                        return 1_000;
                    }
                }));
        channel.writeInbound(
                Unpooled.copiedBuffer(RawWebSocket.upgrade("/").replace("\n", "\r\n"), StandardCharsets.US_ASCII));
        sent();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        assertEquals(1, handler.closes());
        assertFalse(handler.isCalledAfterItsEnd());
    }

    @Test
    void isPingedTwiceAndThenClosed() {
        advance(10);
        assertEquals(PING, sent());
        advance(10);
        assertEquals(PING, sent());
        assertTrue(channel.isOpen());

        advance(10);

        assertFalse(channel.isOpen());
        assertEquals(1, handler.closes());
    }

    @Test
    void liveOnAsLongAsPingsAreAnswered() {
        for (int i = 0; i < 100; i++) {
            advance(10);
            assertEquals(PING, sent());
            receive(MASKED_PONG);
        }

        assertTrue(channel.isOpen());
        assertEquals(0, handler.closes());
    }

    @Test
    void isNotPingedWhileItTalks() {
        for (int i = 0; i < 100; i++) {
            advance(9);
            receive("818100000000" + "78");
        }

        assertEquals("", sent());
        assertEquals(100, handler.texts().size());
    }

    @Test
    void hasNoDeadlineForAnotherRequestAnyMore() {
        for (int i = 0; i < 10; i++) {
            advance(9);
            receive(MASKED_PONG);
        }

        assertTrue(channel.isOpen());
    }

    @Test
    void isAnsweredNoFurtherPingsWhileItTakesNoAnswers() {
        writes.pause();
        for (int i = 0; i < 100_000; i++) {
            receive(MASKED_PING);
        }

        assertTrue(waiting() <= channel.config().getWriteBufferHighWaterMark() + 200, waiting() + " bytes wait");
        writes.resume();
        sent();
        receive(MASKED_PING);
        assertEquals("8a00", sent());
    }

    @Test
    void hearsOfItsOffenceOnceHoweverOftenItRepeatsIt() {
        writes.pause();
        for (int i = 0; i < 10_000; i++) {
            receive(MASKED_BINARY);
        }
        assertTrue(waiting() < 200, waiting() + " bytes wait");

        advance(2);

        assertFalse(channel.isOpen());
    }

    @Test
    void isClosedAlsoWhenItDoesNotTakeTheCloseFrame() throws Exception {
        writes.pause();
        handler.connection().close(1001, "shutting down");
        assertTrue(channel.isOpen());

        advance(2);

        assertFalse(channel.isOpen());
    }

    private long waiting() {
        return channel.unsafe().outboundBuffer().totalPendingWriteBytes();
    }

    private void receive(String hex) {
        channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    }

    private void advance(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private String sent() {
        StringBuilder hex = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            hex.append(ByteBufUtil.hexDump(bytes));
            bytes.release();
        }
        return hex.toString();
    }
}
