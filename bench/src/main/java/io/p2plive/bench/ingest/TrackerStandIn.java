/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.NodeMessage.Registration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells a coordinate of forwards, as a tracker does, and goes on saying that it lives. Safe from any thread. */
final class TrackerStandIn implements AutoCloseable {
    private static final long HEARTBEAT_MILLIS = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int CREATED = 201;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "heartbeats");
        thread.setDaemon(true);
        return thread;
    });
    private final URI address;
    private final String json;

    /**
     * One that says nothing yet.
     *
     * @param relayPorts of the forwards, all on this machine
     */
    TrackerStandIn(int coordinatePort, List<Integer> relayPorts) {
        address = URI.create("http://127.0.0.1:" + coordinatePort + "/tracker");
        List<ForwardEntry> forwards = new ArrayList<>();
        for (int port : relayPorts) {
            forwards.add(new ForwardEntry("forward-" + port, "127.0.0.1:" + port, "ws://127.0.0.1:" + port, true));
        }
        json = MessageCodec.write(new Registration(
                Limits.PROTOCOL_VERSION,
                "0".repeat(32),
                "bench",
                "default",
                "ws://127.0.0.1:9/resource",
                List.of(),
                0,
                1,
                forwards));
    }

    /**
     * Registers, and goes on from there.
     *
     * @throws IOException when coordinate refuses
     */
    void start() throws IOException, InterruptedException {
        int status = send("POST");
        if (status != CREATED) {
            throw new IOException("coordinate refuses the tracker with " + status);
        }
        beats.scheduleAtFixedRate(this::beat, HEARTBEAT_MILLIS, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        try {
            send("PUT");
        } catch (IOException e) {
            System.err.println("heartbeat failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int send(String method) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Override
    public void close() {
        beats.shutdownNow();
    }
}
