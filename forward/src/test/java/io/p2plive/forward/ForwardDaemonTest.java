/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward;

import static io.p2plive.forward.testing.TestChunks.delta;
import static io.p2plive.forward.testing.TestChunks.gop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.p2plive.forward.testing.RelayClient;
import io.p2plive.forward.testing.TestForward;
import io.p2plive.forward.testing.Watcher;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RelayMessage;
import io.p2plive.protocol.RelayMessage.CloseReason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A forward between a coordinate and viewers, over real sockets. */
class ForwardDaemonTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private ForwardDaemon forward;
    private RelayClient link;

    @BeforeEach
    void start() throws IOException {
        forward = TestForward.started();
        link = RelayClient.greeted(forward.relayPort());
    }

    @AfterEach
    void stop() {
        link.close();
        forward.close();
    }

    private Watcher watch(String query) {
        return Watcher.watch(forward.viewerPort(), query);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + forward.viewerPort() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode load() throws IOException, InterruptedException, ProtocolException {
        return MessageCodec.tree(get("/load").body());
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void givesTheRunningGopToWhoComesLateAndThenAllThatComes() throws IOException {
        link.open(0, "live", 1).chunks(0, gop(1, 0, 4)).chunks(0, gop(1, 4, 4));
        try (Watcher early = watch("?stream=live")) {
            early.awaitSequence(7);
            try (Watcher late = watch("")) {
                late.awaitSequence(7);
                link.chunks(0, List.of(delta(1, 8), delta(1, 9)));
                late.awaitSequence(9);

                assertEquals(range(4, 10), late.sequences());
                assertEquals(List.of("live"), late.states());
            }
        }
    }

    @Test
    void letsAViewerWaitForAStreamThatComesLater() throws IOException {
        try (Watcher watcher = watch("?stream=later")) {
            watcher.awaitState("waiting");
            assertEquals(0, watcher.messages().get(0).get("stripes").intValue());

            link.open(3, "later", 1).chunks(3, gop(1, 0, 4));
            watcher.awaitSequence(3);

            assertEquals(List.of("waiting", "live"), watcher.states());
            assertEquals(range(0, 4), watcher.sequences());
        }
    }

    @Test
    void keepsItsViewersThroughEveryWayInWhichAPushEnds() throws IOException {
        try (Watcher watcher = watch("")) {
            watcher.awaitState("waiting");
            link.open(0, "live", 1).chunks(0, gop(1, 0, 2));
            watcher.awaitSequence(1);
            link.send(new RelayMessage.Close(0, CloseReason.ENDED));
            watcher.awaitState("away");

            link.open(1, "live", 2).chunks(1, gop(2, 10, 2));
            watcher.awaitSequence(11);
            link.close();
            watcher.awaitState("waiting");

            try (RelayClient again = RelayClient.greeted(forward.relayPort())) {
                again.open(0, "live", 2).chunks(0, gop(2, 10, 4));
                watcher.awaitSequence(13);
            }
            watcher.awaitState("waiting");

            assertEquals(List.of("waiting", "live", "away", "live", "waiting", "live", "waiting"), watcher.states());
            assertEquals(List.of(0L, 1L, 10L, 11L, 12L, 13L), watcher.sequences());
        }
    }

    @Test
    void sendsEachViewerItsStripesFromItsPlace() throws IOException {
        link.open(0, "live", 1).chunks(0, gop(1, 0, 10)).chunks(0, gop(1, 10, 10));
        try (Watcher all = watch("")) {
            all.awaitSequence(19);
            try (Watcher resuming = watch("?stripes=1&epoch=1&sequence=4")) {
                resuming.awaitSequence(19);
                assertEquals(List.of(5L, 7L, 9L, 11L, 13L, 15L, 17L, 19L), resuming.sequences());

                resuming.say("{\"type\":\"subscribe\",\"stripes\":[0],\"from\":{\"epoch\":1,\"sequence\":14}}");
                resuming.awaitSequence(18);
                link.chunks(0, List.of(delta(1, 20), delta(1, 21), delta(1, 22)));
                resuming.awaitSequence(22);

                assertEquals(
                        List.of(14L, 16L, 18L, 20L, 22L), resuming.sequences().subList(8, 13));
            }
        }
    }

    @Test
    void sendsAgainWhatIsAskedForAndNamesWhatIsMissing() throws IOException {
        link.open(0, "live", 1).chunks(0, gop(1, 0, 4));
        try (Watcher watcher = watch("?stripes=")) {
            watcher.awaitState("live");
            Watcher.await().until(() -> load().at("/streams/0/sequence").longValue() == 3);

            watcher.say("{\"type\":\"request\",\"epoch\":1,\"sequences\":[2,1,77]}");
            JsonNode missing = watcher.awaitMessage("missing");

            assertEquals("[77]", missing.get("sequences").toString());
            assertEquals(1, missing.get("epoch").longValue());
            watcher.awaitSequence(1);
            assertEquals(List.of(2L, 1L), watcher.sequences());
        }
    }

    @Test
    void carriesManyChunksToManyViewersWhole() throws IOException {
        link.open(0, "live", 1);
        List<Watcher> watchers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            watchers.add(watch(""));
        }
        watchers.forEach(watcher -> watcher.awaitState("live"));
        for (int sequence = 0; sequence < 600; sequence += 10) {
            link.chunks(0, gop(1, sequence, 10));
        }

        for (Watcher watcher : watchers) {
            watcher.awaitSequence(599);
            assertEquals(range(0, 600), watcher.sequences());
            watcher.close();
        }
        assertEquals(0, forward.edge().counters().chunksDropped());
    }

    @Test
    void saysWhatItServes() throws IOException, InterruptedException, ProtocolException {
        assertEquals("ok\n", get("/health").body());
        link.open(0, "live", 9).chunks(0, gop(9, 0, 200));
        try (Watcher watcher = watch("")) {
            watcher.awaitSequence(199);
            Watcher.await().until(() -> load().get("bitsOutPerSecond").longValue() > 0);
            JsonNode load = load();

            assertEquals("test-forward", load.get("name").asText());
            assertEquals(1, load.get("protocol").intValue());
            assertEquals(1, load.get("viewers").intValue());
            assertEquals(100, load.get("maxViewers").intValue());
            assertTrue(load.get("uptimeMillis").longValue() > 0);
            assertEquals(
                    "[{\"name\":\"live\",\"state\":\"live\",\"epoch\":9,\"sequence\":199,\"stripes\":2,\"viewers\":1}]",
                    load.get("streams").toString());
        }
        Watcher.await()
                .until(() -> load().get("viewers").intValue() == 0
                        && load().at("/streams/0/viewers").intValue() == 0
                        && load().get("bitsOutPerSecond").longValue() == 0);
    }

    @Test
    void tellsItsViewersBeforeItStopsAndStopsInTime() throws IOException {
        link.open(0, "live", 1).chunks(0, gop(1, 0, 4));
        try (Watcher watcher = watch("");
                Watcher waiting = watch("?stream=other")) {
            watcher.awaitSequence(3);
            waiting.awaitState("waiting");
            long startNanos = System.nanoTime();

            forward.close();

            assertTrue(System.nanoTime() - startNanos < 5_000_000_000L);
            for (Watcher told : List.of(watcher, waiting)) {
                assertEquals(1001, told.awaitClose());
                assertEquals(
                        "shutting-down", told.awaitMessage("bye").get("reason").asText());
            }
            assertTrue(link.isClosedByPeer());
        }
    }
}
