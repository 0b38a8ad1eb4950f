/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.p2plive.coordinate.CoordinateDaemon;
import io.p2plive.coordinate.CoordinateSettings;
import io.p2plive.coordinate.directory.Registrations;
import io.p2plive.daemon.ConfigurationException;
import io.p2plive.daemon.Settings;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.NodeMessage.Registration;
import io.p2plive.protocol.ProtocolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The whole daemon on a free port of loopback. */
final class CoordinateUnderTest implements AutoCloseable {
    private static final String PREFIX = "P2PLIVE_COORDINATE_";

    private final CoordinateDaemon daemon;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Settings as pairs: {@code "STRIPES", "1"}. */
    CoordinateUnderTest(String... settings) {
        Map<String, String> environment = new TreeMap<>();
        environment.put(PREFIX + "PORT", "0");
        environment.put(PREFIX + "EVENTLOOPS", "2");
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(PREFIX + settings[i], settings[i + 1]);
        }
        try {
            daemon = new CoordinateDaemon(
                    Settings.load("coordinate", Optional.empty(), environment, CoordinateSettings.class));
            daemon.start();
        } catch (ConfigurationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return daemon.port();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** As {@link #feed}; returns when the links are open. */
    void feedOpenly(FakeForward... forwards) {
        feed(forwards);
        for (FakeForward forward : forwards) {
            await().until(() -> link(forward).get("state").asText().equals("open"));
        }
    }

    /** A tracker registers that lists these forwards; it does not expire within a test. */
    Registration feed(FakeForward... forwards) {
        Registration tracker = Registrations.withForwards(
                Registrations.tracker("tracker", "default"),
                Stream.of(forwards)
                        .map(forward -> "127.0.0.1:" + forward.port())
                        .toArray(String[]::new));
        HttpResponse<String> response = send("POST", "/tracker", MessageCodec.write(tracker));
        if (response.statusCode() != 201) {
            throw new AssertionError(response.body());
        }
        return tracker;
    }

    /** Headers as pairs. */
    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(Duration.ofSeconds(10))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    JsonNode json(String path) {
        return tree(get(path, "Accept", "application/json").body());
    }

    /** What /debug says of the link to a forward. */
    JsonNode link(FakeForward forward) {
        for (JsonNode link : json("/debug").get("forwards")) {
            if (link.get("forward").asText().endsWith(":" + forward.port())) {
                return link;
            }
        }
        throw new AssertionError("no link to " + forward.port());
    }

    static JsonNode tree(String json) {
        try {
            return MessageCodec.tree(json);
        } catch (ProtocolException e) {
            throw new AssertionError(json, e);
        }
    }

    @Override
    public void close() {
        daemon.close();
    }
}
