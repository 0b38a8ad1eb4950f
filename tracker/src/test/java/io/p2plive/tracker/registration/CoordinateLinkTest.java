/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.id.StreamName;
import io.p2plive.protocol.NodeMessage.Registration;
import io.p2plive.protocol.NodeMessage.StreamSummary;
import io.p2plive.protocol.StreamFormat;
import io.p2plive.protocol.StreamState;
import io.p2plive.tracker.http.NodeClient;
import io.p2plive.tracker.registration.CoordinateLink.State;
import io.p2plive.tracker.testing.FakeNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoordinateLinkTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    private final ScheduledExecutorService control = Executors.newScheduledThreadPool(1);
    private final List<List<StreamSummary>> streams = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        control.shutdownNow();
    }

    private CoordinateLink link(String url) {
        Registration self =
                new Registration(1, ID, "t", "default", "ws://localhost:1/resource", List.of(), 0, 10, List.of());
        CoordinateLink.Setup setup = new CoordinateLink.Setup("sesame", new NodeClient(control), control, () -> self);
        return new CoordinateLink(url, setup, streams::add);
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(15, TimeUnit.SECONDS);
    }

    @Test
    void registersThenShowsThatItLives() throws IOException {
        try (FakeNode coordinate = new FakeNode(asked -> FakeNode.registered(201, 2))) {
            CoordinateLink link = link(coordinate.url());
            link.start();
            soon().until(() -> coordinate.asked.size() >= 3);

            assertEquals(List.of("POST", "PUT", "PUT"), coordinate.methods().subList(0, 3));
            assertEquals("/tracker", coordinate.asked.get(0).uri());
            assertEquals("Bearer sesame", coordinate.asked.get(0).secret());
            assertTrue(coordinate.asked.get(0).body().contains(ID));
            assertEquals(State.REGISTERED, link.state());
            assertEquals("live", streams.get(0).get(0).name().value());
        }
    }

    @Test
    void registersAgainWhenCoordinateHasForgottenIt() throws IOException {
        try (FakeNode coordinate = new FakeNode(asked -> asked.method().equals("PUT")
                ? new FakeNode.Answer(404, "{\"reason\":\"unknown-tracker\",\"message\":\"who?\"}")
                : FakeNode.registered(201, 2))) {
            link(coordinate.url()).start();
            soon().until(() -> coordinate.asked.size() >= 4);

            assertEquals(
                    List.of("POST", "PUT", "POST", "PUT"), coordinate.methods().subList(0, 4));
        }
    }

    @Test
    void findsACoordinateThatComesLater() throws IOException {
        int port;
        try (FakeNode gone = new FakeNode(asked -> FakeNode.registered(201, 2))) {
            port = gone.port();
        }
        CoordinateLink link = link("http://localhost:" + port);
        link.start();
        soon().until(() -> link.state() == State.AWAY);

        try (FakeNode coordinate = new FakeNode(port, asked -> FakeNode.registered(201, 2))) {
            soon().until(() -> link.state() == State.REGISTERED);
            assertEquals("POST", coordinate.methods().get(0));
        }
        soon().until(() -> link.state() == State.AWAY);
    }

    @Test
    void saysThatItIsRefusedAndKeepsTrying() throws IOException {
        try (FakeNode coordinate = new FakeNode(asked -> new FakeNode.Answer(401, "unauthorized"))) {
            CoordinateLink link = link(coordinate.url());
            link.start();
            soon().until(() -> link.state() == State.REFUSED && coordinate.asked.size() >= 2);

            coordinate.answer = asked -> FakeNode.registered(201, 2);
            soon().until(() -> link.state() == State.REGISTERED);
        }
    }

    @Test
    void takesNoNonsenseForAnAnswer() throws IOException {
        try (FakeNode coordinate = new FakeNode(asked -> new FakeNode.Answer(201, "<html>"))) {
            CoordinateLink link = link(coordinate.url());
            link.start();
            soon().until(() -> link.state() == State.REFUSED);
            assertEquals(List.of(), streams);
        }
    }

    @Test
    void saysFarewellAndNothingAfterThat() throws IOException {
        try (FakeNode coordinate = new FakeNode(asked -> FakeNode.registered(201, 2))) {
            CoordinateLink link = link(coordinate.url() + "/");
            link.start();
            soon().until(() -> link.state() == State.REGISTERED);
            link.end().join();

            FakeNode.Asked last = coordinate.asked.get(coordinate.asked.size() - 1);
            assertEquals("DELETE", last.method());
            assertEquals("/tracker?id=" + ID, last.uri());
        }
    }

    @Test
    void doesNotWaitForACoordinateThatIsGoneToSayFarewell() {
        CoordinateLink link = link("http://localhost:1");
        link.start();
        soon().until(() -> link.state() == State.AWAY);
        assertTrue(link.end()
                .orTimeout(5, TimeUnit.SECONDS)
                .thenApply(done -> true)
                .join());
    }

    @Test
    void believesTheCoordinateThatHasTheStreamLive() {
        StreamName name = StreamName.DEFAULT;
        StreamSummary live = new StreamSummary(name, StreamState.LIVE, 5, StreamFormat.MPEG1, 2);
        StreamSummary away = new StreamSummary(name, StreamState.AWAY, 9, StreamFormat.MPEG1, 3);

        assertEquals(List.of(live), Coordinates.merge(List.of(List.of(away), List.of(live))));
        assertEquals(List.of(away), Coordinates.merge(List.of(List.of(StreamSummary.waiting(name)), List.of(away))));
    }
}
