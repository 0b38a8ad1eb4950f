/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.testing.RawConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that are taken as they come. */
class HttpUploadTest {
    private final BlockingQueue<Recorded> uploads = new LinkedBlockingQueue<>();
    private RunningServer server;

    @BeforeEach
    void start() throws IOException {
        server = RunningServer.of(new Routes().at(HttpMethod.PUT, "/upload", (Endpoint.Receiving) (call, ctx) -> {
            if (call.header("Authorization").isEmpty()) {
                throw refusal(HttpResponseStatus.UNAUTHORIZED, RefusalReason.UNAUTHORIZED);
            }
            Recorded upload = new Recorded(ctx);
            uploads.add(upload);
            return upload;
        }));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void comesInPieceByPieceAndEndsOnce() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send(head("Transfer-Encoding: chunked") + "3\nabc\n");
            Recorded upload = upload();
            await().atMost(5, SECONDS).until(() -> upload.received().equals("abc"));
            client.send("3\ndef\n0\n\n");

            assertEquals("6 bytes", client.response().body());
            assertEquals("abcdef", upload.received());
        }
        await().atMost(5, SECONDS).until(() -> server.open() == 0);
        assertEquals(1, upload().ends.get());
        assertEquals(0, upload().losses.get());
    }

    @Test
    void lastsUpToTheCloseWhenItNamesNoLength() throws Exception {
        Recorded upload;
        try (RawConnection client = server.connect()) {
            client.send(head("Connection: close") + "abcdef");
            upload = upload();
            await().atMost(5, SECONDS).until(() -> upload.received().equals("abcdef"));
        }
        await().atMost(5, SECONDS).until(() -> upload.ends.get() == 1);
        assertEquals(0, upload.losses.get());
    }

    @Test
    void isAskedForOnlyOnceItIsAccepted() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send(head("Content-Length: 3\nExpect: 100-continue"));

            assertEquals(100, client.head().status());
            client.send("abc");
            assertEquals(200, client.response().status());
        }
    }

    @Test
    void isRefusedBeforeItComes() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send("PUT /upload HTTP/1.1\nHost: a\nContent-Length: 3\nExpect: 100-continue\n\n");

            RawConnection.Response refusal = client.response();

            assertEquals(401, refusal.status());
            assertTrue(refusal.headers().get("www-authenticate").startsWith("Basic "));
            assertTrue(client.isAtEnd());
            assertTrue(uploads.isEmpty());
        }
    }

    @Test
    void letsASenderThatDoesNotListenReadWhyItWasRefused() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send("PUT /upload HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n");
            byte[] piece =
                    ("1000\n" + "x".repeat(4096) + "\n").replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 256; i++) {
                client.send(piece);
            }

            assertEquals(401, client.response().status());
            assertTrue(client.isAtEnd());
        }
    }

    @Test
    void isEndedForASenderThatNeverListens() throws Exception {
        byte[] piece = new byte[4096];
        try (RawConnection client = server.connect()) {
            client.send("PUT /upload HTTP/1.1\nHost: a\nContent-Length: 99999999999\n\n");

            await().atMost(5, SECONDS).pollInSameThread().until(() -> {
                try {
                    client.send(piece);
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
        }
    }

    @Test
    void isLostOnceWhenItsSenderVanishes() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send(head("Content-Length: 100") + "abc");
            Recorded upload = upload();
            await().atMost(5, SECONDS).until(() -> upload.received().equals("abc"));
            client.reset();
        }

        assertLost();
    }

    @Test
    void isLostOnceWhenItsSenderLeavesInGoodOrder() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send(head("Transfer-Encoding: chunked") + "3\nabc\n");
            upload();
        }

        assertLost();
    }

    @Test
    void isLostOnceWhenTheServerCloses() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send(head("Content-Length: 100"));
            upload();

            server.server().close();

            assertTrue(client.isAtEnd());
        }
        assertLost();
    }

    @Test
    void isLostOnceWhenItsBytesAreRefused() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send(head("Content-Length: 100") + "refuse me");

            assertEquals(415, client.response().status());
            client.send("more");
            assertTrue(client.isAtEnd());
        }
        assertLost();
    }

    @Test
    void isLostOnceWhenItsOwnerRefusesItLater() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send(head("Content-Length: 100") + "abc");
            Recorded upload = upload();

            upload.ctx
                    .pipeline()
                    .fireUserEventTriggered(refusal(HttpResponseStatus.REQUEST_TIMEOUT, RefusalReason.TOO_SLOW));

            assertEquals(408, client.response().status());
            assertTrue(client.isAtEnd());
        }
        assertLost();
    }

    @Test
    void isLostOnceWhenItsOwnerFails() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send(head("Content-Length: 100") + "fail on me");

            assertEquals(500, client.response().status());
        }
        assertLost();
    }

    @Test
    void isLostOnceWhenItIsNotFramedAsItSays() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send(head("Transfer-Encoding: chunked") + "3\nabc\nnonsense\n");

            assertEquals(400, client.response().status());
        }
        assertLost();
    }

    private static String head(String framing) {
        return "PUT /upload HTTP/1.1\nHost: a\nAuthorization: Bearer x\n" + framing + "\n\n";
    }

    private static HttpRefusal refusal(HttpResponseStatus status, RefusalReason reason) {
        return new HttpRefusal(status, reason, "as the test wants");
    }

    private Recorded upload() throws InterruptedException {
        Recorded upload = uploads.poll(5, SECONDS);
        assertTrue(upload != null, "no upload began");
        uploads.add(upload);
        return upload;
    }

    private void assertLost() {
        await().atMost(5, SECONDS).until(() -> server.open() == 0);
        assertEquals(0, uploads.element().ends.get());
        assertEquals(1, uploads.element().losses.get());
    }

    private static final class Recorded implements Endpoint.Upload {
        private final ChannelHandlerContext ctx;
        private final StringBuffer received = new StringBuffer();
        private final AtomicInteger ends = new AtomicInteger();
        private final AtomicInteger losses = new AtomicInteger();

        Recorded(ChannelHandlerContext ctx) {
            this.ctx = ctx;
        }

        String received() {
            return received.toString();
        }

        @Override
        public void onBytes(ByteBuf bytes) throws HttpRefusal {
            String text = bytes.toString(StandardCharsets.US_ASCII);
            if (text.startsWith("refuse")) {
                throw refusal(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, RefusalReason.UNSUPPORTED_MEDIA);
            }
            if (text.startsWith("fail")) {
                throw new IllegalStateException("a fault made by a test");
            }
            received.append(text);
        }

        @Override
        public HttpReply onEnd() {
            ends.incrementAndGet();
            return HttpReply.text(HttpResponseStatus.OK, received.length() + " bytes");
        }

        @Override
        public void onLost() {
            losses.incrementAndGet();
        }
    }
}
