/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * coordinate, tracker and forwards as processes on ports of their own, and who broadcasts to them.
 *
 * <p>Confined to the test's thread.
 */
public final class LiveSystem implements AutoCloseable {
    private static final Duration SETTLE_WITHIN = Duration.ofSeconds(20);

    private final Path logs;
    private final int coordinatePort = FreePorts.take();
    private final int trackerPort = FreePorts.take();
    private final List<ForwardPorts> forwardPorts = new ArrayList<>();
    private final DaemonProcess coordinate;
    private final DaemonProcess tracker;
    private final List<DaemonProcess> forwards = new ArrayList<>();
    private final List<Broadcaster> broadcasters = new ArrayList<>();

    /** The ports of one forward. */
    public record ForwardPorts(int relay, int viewers) {}

    /**
     * One that does not run yet.
     *
     * @param logs the folder for what its processes say
     */
    public LiveSystem(int forwardCount, Path logs) {
        this.logs = logs;
        for (int i = 0; i < forwardCount; i++) {
            forwardPorts.add(new ForwardPorts(FreePorts.take(), FreePorts.take()));
        }
        coordinate = daemon("coordinate", "coordinate", coordinatePort, coordinateEnvironment());
        tracker = daemon("tracker", "tracker", trackerPort, trackerEnvironment());
        for (int i = 0; i < forwardCount; i++) {
            forwards.add(daemon("forward", forwardName(i), forwardPorts.get(i).viewers(), forwardEnvironment(i)));
        }
    }

    /** Starts all daemons, and waits until coordinate has a tracker to name. */
    public LiveSystem start() {
        daemons().forEach(DaemonProcess::start);
        daemons().forEach(DaemonProcess::awaitListening);
        Eventually.holds(
                "coordinate names a tracker",
                SETTLE_WITHIN,
                () -> placement().status() == 200,
                () -> "it says " + placement());
        return this;
    }

    /** All daemons. */
    public List<DaemonProcess> daemons() {
        List<DaemonProcess> all = new ArrayList<>(List.of(coordinate, tracker));
        all.addAll(forwards);
        return all;
    }

    public DaemonProcess coordinate() {
        return coordinate;
    }

    public DaemonProcess tracker() {
        return tracker;
    }

    public DaemonProcess forward(int index) {
        return forwards.get(index);
    }

    public int coordinatePort() {
        return coordinatePort;
    }

    public int trackerPort() {
        return trackerPort;
    }

    public ForwardPorts forwardPorts(int index) {
        return forwardPorts.get(index);
    }

    /** A forward's name, as the tracker knows it. */
    public static String forwardName(int index) {
        return "forward-" + (index + 1);
    }

    /** Where coordinate is. */
    public String coordinateUrl() {
        return "http://localhost:" + coordinatePort;
    }

    /** The viewers' page, with parameters such as {@code video=off}. */
    public String pageUrl(String parameters) {
        return coordinateUrl() + "/stream.html" + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    /** Where a viewer pulls chunks from a forward. */
    public String pullUrl(int forward, String stream) {
        return "ws://localhost:" + forwardPorts.get(forward).viewers() + "/?stream=" + stream;
    }

    /** Where a viewer meets the tracker. */
    public String resourceUrl(String stream) {
        return "ws://localhost:" + trackerPort + "/resource?stream=" + stream;
    }

    /** What coordinate says to a viewer. */
    public Http.Answer placement() {
        return Http.get(coordinateUrl() + "/tracker");
    }

    /** What a forward says of a stream; a missing node when it does not know it. */
    public JsonNode streamAt(int forward, String stream) {
        Http.Answer load =
                Http.get("http://localhost:" + forwardPorts.get(forward).viewers() + "/load");
        for (JsonNode entry : load.json().path("streams")) {
            if (stream.equals(entry.path("name").asText())) {
                return entry;
            }
        }
        return load.json().path("none");
    }

    /** Waits until a forward has a stream that is being pushed. */
    public void awaitLive(int forward, String stream) {
        Eventually.holds(
                forwardName(forward) + " has " + stream + " live",
                SETTLE_WITHIN,
                () -> "live".equals(streamAt(forward, stream).path("state").asText()),
                () -> "it says " + streamAt(forward, stream));
    }

    /** Starts a broadcaster of a stream. */
    public Broadcaster broadcast(String stream, int number, Broadcaster.Format format) {
        String path = "live".equals(stream) ? "/stream" : "/stream/" + stream;
        Path log = logs.resolve("ffmpeg-" + stream + ".log");
        Broadcaster broadcaster = new Broadcaster(coordinateUrl() + path, number, format, log).start();
        broadcasters.add(broadcaster);
        return broadcaster;
    }

    @Override
    public void close() {
        broadcasters.forEach(Broadcaster::close);
        daemons().forEach(DaemonProcess::close);
    }

    private DaemonProcess daemon(String daemon, String name, int port, Map<String, String> environment) {
        return new DaemonProcess(daemon, environment, port, logs.resolve(name + ".log"));
    }

    private Map<String, String> coordinateEnvironment() {
        return Map.of("P2PLIVE_COORDINATE_PORT", String.valueOf(coordinatePort));
    }

    private Map<String, String> trackerEnvironment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("P2PLIVE_TRACKER_PORT", String.valueOf(trackerPort));
        environment.put("P2PLIVE_TRACKER_COORDINATES_0", "http://localhost:" + coordinatePort);
        for (int i = 0; i < forwardPorts.size(); i++) {
            String key = "P2PLIVE_TRACKER_FORWARDS_" + i + "_";
            environment.put(key + "NAME", forwardName(i));
            environment.put(key + "PUSH", "localhost:" + forwardPorts.get(i).relay());
            environment.put(
                    key + "PULL", "ws://localhost:" + forwardPorts.get(i).viewers());
        }
        return environment;
    }

    private Map<String, String> forwardEnvironment(int index) {
        return Map.of(
                "P2PLIVE_FORWARD_NAME", forwardName(index),
                "P2PLIVE_FORWARD_RELAYPORT",
                        String.valueOf(forwardPorts.get(index).relay()),
                "P2PLIVE_FORWARD_VIEWERPORT",
                        String.valueOf(forwardPorts.get(index).viewers()));
    }
}
