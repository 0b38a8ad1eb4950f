/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.coordinate.chunk.Mpeg1Bytes;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.RelayMessage.CloseReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Links to forwards that are late, slow, dead, rude or restarted. */
class RelayLinkTest {
    private static final byte[] GOP = Mpeg1Bytes.gop(10, 1_000);
    private static final int QUEUE_BYTES = 256 * 1024;

    private CoordinateUnderTest coordinate = new CoordinateUnderTest("LIMITS_RELAYQUEUEBYTES", "" + QUEUE_BYTES);
    private final FakeForward forward = new FakeForward();

    @AfterEach
    void close() {
        coordinate.close();
        forward.close();
    }

    private RawClient push() {
        return RawClient.pushing(coordinate.port(), "/stream").body(GOP);
    }

    private static void awaitChunks(FakeForward forward, int count) {
        await().until(() -> forward.chunkCount() >= count);
    }

    @Test
    void greetsWithItsNameAndNoSecretWhereNoneIsSet() {
        coordinate.feedOpenly(forward);
        assertEquals("coordinate", forward.hellos().get(0).coordinate());
        assertNull(forward.hellos().get(0).secret());
        assertEquals("fake", coordinate.link(forward).get("name").asText());
    }

    @Test
    void sendsNothingButHelloBeforeTheWelcome() {
        try (FakeForward mute = new FakeForward(0, "");
                RawClient push = push()) {
            coordinate.feed(mute, forward);
            awaitChunks(forward, 9);
            push.body(GOP);
            awaitChunks(forward, 19);
            assertEquals(1, mute.events().size(), "only the hello");
        }
    }

    @Test
    void givesALateForwardTheRunningGop() {
        try (RawClient push = push()) {
            push.body(GOP).body(GOP);
            await().until(() ->
                    coordinate.json("/debug").at("/streams/0/figures/chunks").asInt() == 29);
            coordinate.feed(forward);
            awaitChunks(forward, 9);
            List<Chunk> chunks = forward.chunks();
            assertTrue(chunks.get(0).isKeyframe());
            assertEquals(20, chunks.get(0).sequence());
        }
    }

    @Test
    void dialsAForwardAgainThatWasRestarted() {
        coordinate.feedOpenly(forward);
        try (RawClient push = push()) {
            awaitChunks(forward, 9);
            forward.close();
            await().until(() -> coordinate.link(forward).get("state").asText().equals("dialling"));
            assertFalse(coordinate.link(forward).get("fault").asText().isEmpty());
            push.body(GOP);
            try (FakeForward restarted = forward.restarted()) {
                awaitChunks(restarted, 9);
                assertEquals(
                        forward.opens().get(0).epoch(), restarted.opens().get(0).epoch(), "the push goes on");
                assertTrue(restarted.chunks().get(0).isKeyframe());
                push.body(GOP);
                awaitChunks(restarted, 19);
            }
        }
    }

    @Test
    void feedsOthersWhileAForwardIsDead() {
        FakeForward dead = new FakeForward();
        dead.close();
        coordinate.feed(dead, forward);
        await().until(() -> coordinate.link(forward).get("state").asText().equals("open"));
        try (RawClient push = push()) {
            push.body(GOP);
            awaitChunks(forward, 19);
            await().until(() -> !coordinate.link(dead).get("fault").asText().isEmpty());
        }
    }

    @Test
    void dropsUpToAKeyframeForAForwardThatDoesNotRead() {
        try (FakeForward deaf = new FakeForward()) {
            coordinate.feedOpenly(deaf, forward);
            deaf.setDeaf(true);
            byte[] much = Mpeg1Bytes.gop(10, 16_000);
            int gops = 150;
            try (RawClient push = RawClient.pushing(coordinate.port(), "/stream")) {
                for (int i = 0; i < gops; i++) {
                    push.body(much);
                    int pictures = 10 * i;
                    await().pollInterval(Duration.ofMillis(5)).until(() -> forward.chunkCount() >= pictures);
                }
                push.body(GOP);
                awaitChunks(forward, gops * 10);
                assertUnbroken(forward.chunks());
                assertEquals(0, coordinate.link(forward).get("chunksDropped").asInt());
                await().until(() -> coordinate.link(deaf).get("chunksDropped").asInt() > 0);
                assertTrue(
                        coordinate.link(deaf).get("bytesSent").asLong() < QUEUE_BYTES + 8_000_000,
                        "no more than its queue and the kernel's");

                deaf.setDeaf(false);
                await().until(() -> {
                    push.body(GOP);
                    return coordinate.link(deaf).get("bytesSent").asLong() > 0 && hasResumed(deaf);
                });
                assertResumesAtKeyframes(deaf.chunks());
                push.end();
                await().until(() -> deaf.closes().size() == 1);
                assertEquals(CloseReason.ENDED, deaf.closes().get(0).reason());
            }
            assertEquals(1, deaf.hellos().size(), "the link was never given up");
        }
    }

    private boolean hasResumed(FakeForward deaf) {
        List<Chunk> chunks = deaf.chunks();
        long newest = forward.chunks().stream().mapToLong(Chunk::sequence).max().orElse(0);
        return !chunks.isEmpty() && chunks.get(chunks.size() - 1).sequence() > newest - 20;
    }

    private static void assertUnbroken(List<Chunk> chunks) {
        for (int i = 0; i < chunks.size(); i++) {
            assertEquals(i, chunks.get(i).sequence());
        }
    }

    private static void assertResumesAtKeyframes(List<Chunk> chunks) {
        long expected = 0;
        int gaps = 0;
        for (Chunk chunk : chunks) {
            if (chunk.sequence() != expected) {
                assertTrue(chunk.isKeyframe(), "resumed at " + chunk);
                gaps++;
            }
            expected = chunk.sequence() + 1;
        }
        assertTrue(gaps > 0, "it did lose chunks");
    }

    @Test
    void triesAgainWhereItIsRefused() {
        String refusal = "{\"type\":\"refused\",\"reason\":\"unauthorized\",\"message\":\"another secret\"}";
        try (FakeForward refusing = new FakeForward(0, refusal)) {
            coordinate.feed(refusing, forward);
            await().until(() -> refusing.hellos().size() >= 2);
            assertTrue(coordinate.link(refusing).get("fault").asText().contains("another secret"));
            try (RawClient push = push()) {
                awaitChunks(forward, 9);
                push.body(GOP);
            }
            assertEquals(List.of(), refusing.opens());
        }
    }

    @Test
    void givesUpAForwardThatSpeaksOtherwise() {
        for (String words : List.of(
                "{\"type\":\"welcome\",\"protocol\":2,\"forward\":\"newer\"}",
                "{\"type\":\"open\"}",
                "no json",
                "{\"type\":\"welcome\",\"protocol\":1}")) {
            try (FakeForward other = new FakeForward(0, words)) {
                coordinate.feed(other);
                await().until(() -> other.hellos().size() >= 2);
                assertFalse(coordinate.link(other).get("fault").asText().isEmpty());
            }
        }
    }

    @Test
    void closesALinkOnWhichNothingComes() {
        try (FakeForward mute = new FakeForward(0, "")) {
            coordinate.feed(mute);
            await().until(() -> !mute.hellos().isEmpty());
            await().atMost(Duration.ofSeconds(9)).until(() -> mute.hellos().size() >= 2);
            assertEquals(
                    "the forward is silent", coordinate.link(mute).get("fault").asText());
        }
    }

    @Test
    void bringsTheSharedSecret() {
        coordinate.close();
        coordinate = new CoordinateUnderTest("SHAREDSECRET", "hush", "NAME", "c1");
        String registration =
                io.p2plive.net.MessageCodec.write(io.p2plive.coordinate.directory.Registrations.withForwards(
                        io.p2plive.coordinate.directory.Registrations.tracker("t", "r"),
                        "127.0.0.1:" + forward.port()));
        assertEquals(
                201,
                coordinate
                        .send("POST", "/tracker", registration, "Authorization", "Bearer hush")
                        .statusCode());
        await().until(() -> !forward.hellos().isEmpty());
        assertEquals("hush", forward.hellos().get(0).secret());
        assertEquals("c1", forward.hellos().get(0).coordinate());
        assertFalse(coordinate.get("/debug").body().contains("hush"));
    }
}
