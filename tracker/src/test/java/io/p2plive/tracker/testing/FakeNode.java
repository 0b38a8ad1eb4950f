/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node that answers every request as a test tells it to, and remembers what it was asked. Safe from any thread. */
public final class FakeNode implements AutoCloseable {
    /** A request as it came; {@code secret} is the Authorization header or empty. */
    public record Asked(String method, String uri, String secret, String body) {}

    /** An answer. */
    public record Answer(int status, String body) {}

    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    public volatile java.util.function.Function<Asked, Answer> answer;

    private final HttpServer server;

    public FakeNode(java.util.function.Function<Asked, Answer> answer) throws IOException {
        this(0, answer);
    }

    public FakeNode(int port, java.util.function.Function<Asked, Answer> answer) throws IOException {
        this.answer = answer;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Answers {@code /load} as a forward does. */
    public static FakeNode forward() throws IOException {
        return new FakeNode(asked -> new Answer(
                200,
                "{\"protocol\":1,\"name\":\"edge\",\"viewers\":3,\"maxViewers\":9,\"bitsOutPerSecond\":5000,"
                        + "\"uptimeMillis\":1,\"streams\":[]}"));
    }

    /** Answers a registration, and asks for a heartbeat every 100 ms. */
    public static Answer registered(int status, int stripes) {
        return new Answer(
                status,
                "{\"heartbeatMillis\":100,\"expiryMillis\":500,\"streams\":[{\"name\":\"live\",\"state\":\"live\","
                        + "\"epoch\":5,\"format\":\"mpeg1\",\"stripes\":" + stripes + "}]}");
    }

    private void handle(HttpExchange exchange) throws IOException {
        String secret = exchange.getRequestHeaders().getFirst("Authorization");
        Asked request = new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                secret == null ? "" : secret,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Answer given = answer.apply(request);
        asked.add(request);
        byte[] body = given.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(given.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://localhost:" + port();
    }

    public List<String> methods() {
        return asked.stream().map(Asked::method).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
