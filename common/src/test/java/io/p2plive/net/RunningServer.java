/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.p2plive.testing.RawConnection;
import java.io.IOException;

/** A server on a port of its own, for tests with real sockets. */
final class RunningServer implements AutoCloseable {
    private final Transport transport = Transport.open(2);
    private final HttpServer server;
    private final ConnectionLimiter limiter;
    private final int port;

    private RunningServer(Routes routes, int maxConnections) throws IOException {
        limiter = new ConnectionLimiter(maxConnections, maxConnections);
        server = new HttpServer(transport, routes, limiter);
        port = server.bind("127.0.0.1", 0);
    }

    static RunningServer of(Routes routes) throws IOException {
        return new RunningServer(routes, 100);
    }

    static RunningServer of(Routes routes, int maxConnections) throws IOException {
        return new RunningServer(routes, maxConnections);
    }

    RawConnection connect() throws IOException {
        return RawConnection.to(port);
    }

    /** Sends {@code request} on a connection of its own, and reads the answer. */
    RawConnection.Response ask(String request) throws IOException {
        try (RawConnection client = connect()) {
            return client.send(request).response();
        }
    }

    int port() {
        return port;
    }

    HttpServer server() {
        return server;
    }

    Transport transport() {
        return transport;
    }

    int open() {
        return limiter.open();
    }

    @Override
    public void close() {
        server.close();
        transport.close();
    }
}
