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
import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.testing.PausedWrites;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of those who are slow, in a time that the test moves. */
class HttpTimeTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int HEAD_SECONDS = 10;
    private static final int ANSWER_SECONDS = 60;

    private PausedWrites writes;
    private final Routes routes = new Routes()
            .at(HttpMethod.GET, "/", Answers.text("hello\n"))
            .at(HttpMethod.POST, "/", Answers.echo(16))
            .at(HttpMethod.PUT, "/", (Endpoint.Receiving) (call, ctx) -> new Endpoint.Upload() {
                @Override
                public void onBytes(ByteBuf bytes) {}

                @Override
                public HttpReply onEnd() {
                    return HttpReply.noContent();
                }

                @Override
                public void onLost() {}
            });

    private EmbeddedChannel channel = open(routes);

    private EmbeddedChannel open(Routes to) {
        EmbeddedChannel opened = new LocalChannel();
        opened.freezeTime();
        writes = new PausedWrites();
        opened.pipeline().addLast(writes);
        HttpServer.assemble(opened.pipeline(), to);
        return opened;
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aHeadThatNeverComesEndsTheConnection() {
        advance(HEAD_SECONDS - 1);
        assertTrue(channel.isActive());

        advance(2);

        assertRefusedAsTooSlow();
    }

    @Test
    void aHeadThatTricklesEndsTheConnection() {
        receive("GET / HTTP/1.1\r\n");
        for (int second = 0; second < HEAD_SECONDS; second++) {
            advance(1);
            receive("X-" + second + ": y\r\n");
        }

        assertRefusedAsTooSlow();
    }

    @Test
    void aConnectionKeptForLaterIsClosedWithoutAWord() {
        advance(HEAD_SECONDS - 1);
        receive(GET);
        assertTrue(sent().startsWith("HTTP/1.1 200 "));
        advance(HEAD_SECONDS - 1);
        receive(GET);
        assertTrue(sent().startsWith("HTTP/1.1 200 "));

        advance(HEAD_SECONDS + 1);

        assertFalse(channel.isOpen());
        assertEquals("", sent());
    }

    @Test
    void aBodyThatIsTakenWholeMustComeInTime() {
        receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 16\r\n\r\n0123");
        advance(HEAD_SECONDS - 1);
        assertTrue(channel.isActive());
        receive("4567");

        advance(2);

        assertRefusedAsTooSlow();
    }

    @Test
    void aBodyThatIsTakenAsItComesHasAllTheTime() {
        receive("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");

        advance(3_600);
        receive("0\r\n\r\n");

        assertTrue(sent().startsWith("HTTP/1.1 204 "));
    }

    @Test
    void aConnectionBeyondTheLimitsHasOneSecond() {
        channel.finishAndReleaseAll();
        channel = open(null);

        advance(2);

        assertRefusedAsTooSlow();
    }

    @Test
    void anAnswerThatIsNotTakenEndsTheConnection() {
        writes.pause();
        receive("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        advance(ANSWER_SECONDS - 1);
        assertTrue(channel.isOpen());
        advance(2);

        assertFalse(channel.isOpen());
    }

    @Test
    void aRefusalThatIsNotTakenEndsTheConnection() {
        writes.pause();
        receive("nonsense\r\n\r\n");

        advance(ANSWER_SECONDS + 1);

        assertFalse(channel.isOpen());
    }

    @Test
    void whoAsksOnAndOnWithoutTakingTheAnswersIsNotHeardUntilItDoes() {
        writes.pause();
        for (int i = 0; i < 10_000 && channel.config().isAutoRead(); i++) {
            receive(GET);
        }
        assertFalse(channel.config().isAutoRead());

        writes.resume();

        assertTrue(channel.config().isAutoRead());
        assertTrue(sent().startsWith("HTTP/1.1 200 "));
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void advance(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            text.append(new String(ByteBufUtil.getBytes(bytes), StandardCharsets.US_ASCII));
            bytes.release();
        }
        return text.toString();
    }

    private void assertRefusedAsTooSlow() {
        String refusal = sent();
        assertTrue(refusal.startsWith("HTTP/1.1 " + HttpResponseStatus.REQUEST_TIMEOUT), refusal);
        assertTrue(refusal.contains("too-slow"), refusal);
        advance(1);
        assertFalse(channel.isOpen());
        assertEquals("", sent());
    }
}
