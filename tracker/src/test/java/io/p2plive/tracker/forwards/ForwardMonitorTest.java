/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.forwards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.tracker.http.NodeClient;
import io.p2plive.tracker.testing.FakeNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardMonitorTest {
    private final ScheduledExecutorService control = Executors.newScheduledThreadPool(1);
    private final List<List<ForwardEntry>> told = new CopyOnWriteArrayList<>();
    private final ForwardMonitor monitor = new ForwardMonitor(new NodeClient(control), control, told::add);

    @AfterEach
    void stop() {
        control.shutdownNow();
    }

    private static ForwardAddress address(String name, int port) {
        return new ForwardAddress(name, "localhost:9999", "ws://localhost:" + port);
    }

    private boolean isAlive(String name) {
        return !told.isEmpty()
                && told.get(told.size() - 1).stream()
                        .anyMatch(entry -> entry.name().equals(name) && entry.alive());
    }

    private void awaitAlive(String name, boolean isExpected) {
        Awaitility.await().atMost(15, TimeUnit.SECONDS).until(() -> isAlive(name) == isExpected);
    }

    @Test
    void callsAForwardAliveAtItsFirstAnswerAndDeadAfterTwoFailures() throws IOException {
        try (FakeNode forward = FakeNode.forward()) {
            monitor.start(List.of(address("edge", forward.port()))).join();
            awaitAlive("edge", true);
            assertEquals(3, monitor.loads().get("edge").viewers());
            assertTrue(forward.asked.get(0).uri().equals("/load"));

            forward.answer = asked -> new FakeNode.Answer(500, "");
            awaitAlive("edge", false);
            forward.answer = asked -> new FakeNode.Answer(200, "{\"protocol\":1}");
            int asked = forward.asked.size();
            Awaitility.await().atMost(15, TimeUnit.SECONDS).until(() -> forward.asked.size() >= asked + 2);
            assertFalse(isAlive("edge"), "an answer that is no load");
        }
    }

    @Test
    void takesAnotherListAndForgetsWhoIsNotOnIt() throws IOException {
        try (FakeNode one = FakeNode.forward();
                FakeNode other = FakeNode.forward()) {
            monitor.start(List.of(address("one", one.port()))).join();
            awaitAlive("one", true);
            monitor.replace(List.of(address("other", other.port())));
            awaitAlive("other", true);

            assertEquals(1, told.get(told.size() - 1).size());
        }
    }

    @Test
    void listsForwardsThatDoNotAnswer() {
        monitor.start(List.of(address("edge", 1))).join();

        assertEquals(
                List.of(new ForwardEntry("edge", "localhost:9999", "ws://localhost:1", false)),
                told.get(told.size() - 1));
    }

    @Test
    void outlivesAForwardThatSendsWithoutEnd() throws IOException {
        String endless = "x".repeat(3 * 1024 * 1024);
        try (FakeNode forward = new FakeNode(asked -> new FakeNode.Answer(200, endless))) {
            monitor.start(List.of(address("edge", forward.port()))).join();
            assertFalse(isAlive("edge"));
        }
    }

    @Test
    void staysAliveOverOneFailure() {
        Health health = new Health();
        health.onAnswer();
        health.onFailure();
        assertTrue(health.isAlive());
        health.onAnswer();
        health.onFailure();
        assertTrue(health.isAlive());
        health.onFailure();
        assertFalse(health.isAlive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9998", "http://localhost:9998", "ws://", "ws://a b", "ws://a?stream=b"})
    void refusesPullAddressesThatAreNone(String pull) {
        assertThrows(IllegalArgumentException.class, () -> new ForwardAddress("edge", "localhost:9999", pull));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:0", "localhost:x", ""})
    void refusesPushAddressesThatAreNone(String push) {
        assertThrows(IllegalArgumentException.class, () -> new ForwardAddress("edge", push, "ws://localhost:9998"));
    }

    @Test
    void asksWhereViewersPull() {
        assertEquals(
                "https://edge.example:444/load",
                new ForwardAddress("edge", "edge.example:9999", "wss://edge.example:444/a")
                        .load()
                        .toString());
    }
}
