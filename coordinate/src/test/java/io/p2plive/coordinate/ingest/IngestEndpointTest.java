/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.HttpMethod;
import io.p2plive.coordinate.address.ClientAddress;
import io.p2plive.coordinate.chunk.Captures;
import io.p2plive.coordinate.stream.LiveStreams;
import io.p2plive.coordinate.stream.Publications;
import io.p2plive.id.StreamName;
import io.p2plive.net.ConnectionLimiter;
import io.p2plive.net.HttpServer;
import io.p2plive.net.NettyLoop;
import io.p2plive.net.Routes;
import io.p2plive.net.Transport;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.StreamState;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The door alone, with a patience that a test has too. */
class IngestEndpointTest {
    private static final long PATIENCE_MILLIS = 600;
    private static final String STRANGER = "192.0.2.1";

    private final Transport transport = Transport.open(1);
    private final LiveStreams streams =
            new LiveStreams(() -> new NettyLoop(transport.loops().next()), 1_000_000);
    private final Publications publications = new Publications(streams, 2, 10, () -> 1_000);
    private HttpServer server;
    private int port;

    @BeforeEach
    void listen() throws IOException {
        IngestEndpoint endpoint = new IngestEndpoint(
                publications, new StreamKeys(Map.of()), new ClientAddress(List.of()), PATIENCE_MILLIS);
        server = new HttpServer(
                transport, new Routes().at(HttpMethod.POST, "/stream", endpoint), new ConnectionLimiter(10, 10));
        port = server.bind("127.0.0.1", 0);
    }

    @AfterEach
    void close() {
        server.close();
        transport.close();
    }

    private Socket push() throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(8_000);
        write(
                socket,
                "POST /stream HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private boolean isFree() {
        try {
            publications.check(StreamName.DEFAULT, STRANGER);
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }

    @Test
    void letsNobodyInWhileDraining() throws IOException {
        publications.drain();
        try (Socket socket = push()) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("retry-after: "), answer);
            assertTrue(answer.contains("draining: "), answer);
        }
    }

    @Test
    void freesTheNameOfASilentPublisher() throws IOException {
        try (Socket socket = push()) {
            write(socket, Captures.read("small.m1v"));
            await().until(() -> !isFree());
            assertThrows(ProtocolException.class, () -> publications.check(StreamName.DEFAULT, STRANGER));
            await().atMost(Duration.ofMillis(8 * PATIENCE_MILLIS)).until(this::isFree);
            assertEquals(-1, socket.getInputStream().read(), "it is closed");
        }
        await().until(() -> streams.summary(StreamName.DEFAULT).state() == StreamState.AWAY);
    }

    @Test
    void keepsAPublisherThatGoesOn() throws IOException {
        try (Socket socket = push()) {
            byte[] stream = Captures.read("small.m1v");
            write(socket, stream);
            await().until(() -> !isFree());
            long endNanos =
                    System.nanoTime() + Duration.ofMillis(3 * PATIENCE_MILLIS).toNanos();
            await().pollInterval(Duration.ofMillis(PATIENCE_MILLIS / 10)).until(() -> {
                assertDoesNotThrow(() -> write(socket, stream));
                return System.nanoTime() > endNanos;
            });
            assertTrue(!isFree());
        }
        await().until(this::isFree);
    }

    @Test
    void refusesWhatTricklesAndNeverBecomesVideo() throws IOException {
        try (Socket socket = push()) {
            InputStream in = socket.getInputStream();
            await().atMost(Duration.ofMillis(8 * PATIENCE_MILLIS))
                    .pollInterval(Duration.ofMillis(PATIENCE_MILLIS / 10))
                    .until(() -> {
                        write(socket, new byte[1]);
                        return in.available() > 0;
                    });
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 415 "), answer);
            assertTrue(answer.contains("no MPEG1 video came within"), answer);
        }
    }

    @Test
    void refusesWhoSendsNothingAtAll() throws IOException {
        try (Socket socket = push()) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 415 "), answer);
        }
    }
}
