/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A forward as far as a tracker's poll sees it. Safe from any thread. */
final class StubForward implements AutoCloseable {
    private static final byte[] LOAD = ("{\"protocol\":1,\"name\":\"forward\",\"viewers\":0,\"maxViewers\":2000,"
                    + "\"bitsOutPerSecond\":0,\"uptimeMillis\":1000,\"streams\":[]}")
            .getBytes(StandardCharsets.UTF_8);
    private static final int OK = 200;

    private final HttpServer server;

    /** Listens at once. */
    StubForward(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/load", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(OK, LOAD.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(LOAD);
            }
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
