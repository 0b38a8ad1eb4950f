/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.page;

import static org.awaitility.Awaitility.await;

import io.p2plive.bench.harness.Launch;
import io.p2plive.bench.harness.PinnedProcess;
import io.p2plive.bench.harness.Workspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** All that a page needs around it: the three daemons, a broadcaster, and other viewers. Confined to its caller. */
final class PageSystem implements AutoCloseable {
    /** Whoever relays has so many children: with two roots and three more viewers the page has two of them. */
    private static final String MAX_CHILDREN = "2";

    private static final int PICTURES_PER_SECOND = 30;
    private static final Duration LIVE_TIME = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Deque<PinnedProcess> processes = new ArrayDeque<>();
    private final PageOptions options;
    private final Workspace workspace;
    private final int coordinatePort;
    private final int viewerPort;

    /**
     * Starts the daemons and the broadcaster.
     *
     * @param port the first of four
     */
    PageSystem(PageOptions options, Workspace workspace, int port) throws Exception {
        this.options = options;
        this.workspace = workspace;
        coordinatePort = port;
        viewerPort = port + 1;
        try {
            startDaemons(port + 2, port + 3);
            start("ffmpeg", broadcaster(), Map.of());
            await("the forward has the stream")
                    .pollInSameThread()
                    .atMost(LIVE_TIME)
                    .until(() -> load().contains("\"live\",\"state\":\"live\""));
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /** What the page is opened with. */
    String pageUrl() {
        String coordinate = "http://127.0.0.1:" + coordinatePort;
        return options.page == null
                ? coordinate + "/stream.html"
                : options.page.toAbsolutePath().toUri() + "?coordinate=" + coordinate;
    }

    /** More viewers come, and stay. */
    void join(int count) throws IOException {
        List<String> command = List.of(
                "node",
                options.headlessViewers.toString(),
                "--coordinate=http://127.0.0.1:" + coordinatePort,
                "--count=" + count,
                "--duration=0",
                "--quiet");
        start("viewers-" + processes.size(), command, Map.of());
    }

    /** Waits until so many pull from the forward. */
    void awaitRoots(int count) throws Exception {
        await(count + " viewers at the forward")
                .pollInSameThread()
                .atMost(LIVE_TIME)
                .until(() -> load().contains("\"viewers\":" + count + ","));
    }

    @Override
    public void close() {
        while (!processes.isEmpty()) {
            processes.pop().close();
        }
    }

    private void startDaemons(int trackerPort, int relayPort) throws Exception {
        String coordinate = "http://127.0.0.1:" + coordinatePort;
        start(
                        "coordinate",
                        jar(options.coordinate),
                        Map.of(
                                "P2PLIVE_COORDINATE_BIND",
                                "127.0.0.1",
                                "P2PLIVE_COORDINATE_PORT",
                                String.valueOf(coordinatePort)))
                .awaitPort(coordinatePort);
        start(
                        "forward",
                        jar(options.forward),
                        Map.of(
                                "P2PLIVE_FORWARD_NAME",
                                "forward",
                                "P2PLIVE_FORWARD_BIND",
                                "127.0.0.1",
                                "P2PLIVE_FORWARD_RELAY_PORT",
                                String.valueOf(relayPort),
                                "P2PLIVE_FORWARD_VIEWER_PORT",
                                String.valueOf(viewerPort)))
                .awaitPort(viewerPort);
        start(
                        "tracker",
                        jar(options.tracker),
                        Map.of(
                                "P2PLIVE_TRACKER_BIND",
                                "127.0.0.1",
                                "P2PLIVE_TRACKER_PORT",
                                String.valueOf(trackerPort),
                                "P2PLIVE_TRACKER_COORDINATES_0",
                                coordinate,
                                "P2PLIVE_TRACKER_FORWARDS_0_NAME",
                                "forward",
                                "P2PLIVE_TRACKER_FORWARDS_0_PUSH",
                                "127.0.0.1:" + relayPort,
                                "P2PLIVE_TRACKER_FORWARDS_0_PULL",
                                "ws://127.0.0.1:" + viewerPort,
                                "P2PLIVE_TRACKER_MESH_MAX_CHILDREN",
                                MAX_CHILDREN))
                .awaitPort(trackerPort);
    }

    private static List<String> jar(Path jar) {
        return Launch.java(List.of("-Xmx192m", "-XX:+UseSerialGC"), jar);
    }

    private List<String> broadcaster() {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "warning", "-nostdin", "-re", "-f", "lavfi"));
        command.addAll(List.of("-i", "testsrc2=size=640x480:rate=" + PICTURES_PER_SECOND));
        command.addAll(List.of("-c:v", "mpeg1video", "-b:v", options.kilobits + "k", "-bf", "0", "-g", "15"));
        command.addAll(List.of("-threads", "1", "-f", "mpeg1video", "http://127.0.0.1:" + coordinatePort + "/stream"));
        return command;
    }

    private PinnedProcess start(String name, List<String> command, Map<String, String> environment) throws IOException {
        Path log = workspace.log(name + "-" + coordinatePort);
        PinnedProcess process = PinnedProcess.start(new Launch("", log, command, environment));
        processes.push(process);
        return process;
    }

    private String load() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + viewerPort + "/load"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
