/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.testing.RawConnection;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
    private static final CompletableFuture<HttpReply> NEVER = new CompletableFuture<>();
    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        server = RunningServer.of(new Routes()
                .at(HttpMethod.GET, "/hello", Answers.text("hello\n"))
                .at(HttpMethod.POST, "/echo", Answers.echo(16))
                .at(HttpMethod.GET, "/never", Answers.of(0, call -> NEVER))
                .at(
                        HttpMethod.GET,
                        "/later",
                        Answers.of(
                                0,
                                call -> CompletableFuture.supplyAsync(
                                        () -> HttpReply.text(HttpResponseStatus.OK, "later"))))
                .at(
                        HttpMethod.GET,
                        "/fails",
                        Answers.of(
                                0,
                                call -> CompletableFuture.supplyAsync(() -> {
                                    throw new IllegalStateException("a fault made by a test");
                                })))
                .at(HttpMethod.GET, "/throws", Answers.of(0, call -> {
                    throw new IllegalStateException("a fault made by a test");
                }))
                .at(HttpMethod.GET, "/refuses", Answers.of(0, call -> CompletableFuture.failedFuture(noTracker())))
                .at(HttpMethod.GET, "/refuses-at-once", Answers.of(0, call -> {
                    throw noTracker();
                })));
    }

    private static HttpRefusal noTracker() {
        return new HttpRefusal(HttpResponseStatus.NOT_FOUND, RefusalReason.NO_TRACKER, "no tracker lives");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answersGet() throws Exception {
        RawConnection.Response response = server.ask("GET /hello?x=1 HTTP/1.1\nHost: a\n\n");

        assertAll(
                () -> assertEquals(200, response.status()),
                () -> assertEquals("hello\n", response.body()),
                () -> assertEquals("*", response.headers().get("access-control-allow-origin")),
                () -> assertEquals("nosniff", response.headers().get("x-content-type-options")),
                () -> assertEquals(
                        "text/plain; charset=utf-8", response.headers().get("content-type")));
    }

    @Test
    void answersHeadLikeGetButWithoutTheBody() throws Exception {
        try (RawConnection client = server.connect()) {
            RawConnection.Response head =
                    client.send("HEAD /hello HTTP/1.1\nHost: a\n\n").head();
            RawConnection.Response next =
                    client.send("GET /hello HTTP/1.1\nHost: a\n\n").response();

            assertEquals("6", head.headers().get("content-length"));
            assertEquals("hello\n", next.body());
        }
    }

    @Test
    void keepsTheConnectionForManyRequests() throws Exception {
        try (RawConnection client = server.connect()) {
            for (int i = 0; i < 50; i++) {
                String body = "body " + i;
                assertEquals(
                        body,
                        client.send("POST /echo HTTP/1.1\nHost: a\nContent-Length: %d\n\n%s"
                                        .formatted(body.length(), body))
                                .response()
                                .body());
            }
        }
    }

    @Test
    void answersRequestsThatComeTogetherInTheirOrder() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send("GET /hello HTTP/1.1\nHost: a\n\nGET /nothing HTTP/1.1\nHost: a\n\n");

            assertEquals(200, client.response().status());
            assertEquals(404, client.response().status());
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"HTTP/1.1\nHost: a\nConnection: close\n\n", "HTTP/1.0\n\n"})
    void closesWhenTheClientSaysSo(String rest) throws Exception {
        try (RawConnection client = server.connect()) {
            assertEquals("hello\n", client.send("GET /hello " + rest).response().body());
            assertTrue(client.isAtEnd());
        }
    }

    @Test
    void answersLaterFromAnotherThread() throws Exception {
        assertEquals("later", server.ask("GET /later HTTP/1.1\nHost: a\n\n").body());
    }

    @Test
    void refusesAPathThatNobodyAnswersInWordsThatTheAskerReads() throws Exception {
        RawConnection.Response forProgram = server.ask("GET /nothing HTTP/1.1\nHost: a\nAccept: application/json\n\n");
        RawConnection.Response forPeople = server.ask("GET /nothing HTTP/1.1\nHost: a\n\n");

        assertEquals(404, forProgram.status());
        assertEquals(
                "not-found", MessageCodec.tree(forProgram.body()).get("reason").textValue());
        assertEquals(404, forPeople.status());
        assertTrue(forPeople.body().startsWith("not-found: "), forPeople.body());
    }

    @Test
    void refusesAMethodThatNobodyAnswers() throws Exception {
        assertEquals(405, server.ask("DELETE /hello HTTP/1.1\nHost: a\n\n").status());
        assertEquals(405, server.ask("BREW /hello HTTP/1.1\nHost: a\n\n").status());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/fails", "/throws"})
    void takesTheBlameForItsOwnFaults(String path) throws Exception {
        RawConnection.Response response =
                server.ask("GET " + path + " HTTP/1.1\nHost: a\nAccept: application/json\n\n");

        assertEquals(500, response.status());
        assertEquals(
                "internal", MessageCodec.tree(response.body()).get("reason").textValue());
        assertTrue(!response.body().contains("a fault made by a test"), response.body());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/refuses", "/refuses-at-once"})
    void passesOnWhyAnEndpointRefuses(String path) throws Exception {
        RawConnection.Response response = server.ask("GET " + path + " HTTP/1.1\nHost: a\n\n");

        assertEquals(404, response.status());
        assertEquals("no-tracker: no tracker lives\n", response.body());
    }

    @Test
    void refusesAnotherRequestBeforeTheAnswerToTheFirst() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send("GET /never HTTP/1.1\nHost: a\n\nGET /hello HTTP/1.1\nHost: a\n\n");

            assertEquals(400, client.response().status());
            assertTrue(client.isAtEnd());
        }
    }

    @Test
    void forgetsAnAnswerThatNobodyWaitsForAnyMore() throws Exception {
        CompletableFuture<HttpReply> slow = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        try (RunningServer other = RunningServer.of(new Routes().at(HttpMethod.GET, "/", Answers.of(0, call -> {
            asked.complete(null);
            return slow;
        })))) {
            try (RawConnection client = other.connect()) {
                client.send("GET / HTTP/1.1\nHost: a\n\n");
                asked.get(5, SECONDS);
            }
            await().atMost(5, SECONDS).until(() -> other.open() == 0);

            slow.complete(HttpReply.noContent());
        }
    }

    @Test
    void refusesConnectionsBeyondItsLimitAndGivesAFreedPlaceToTheNext() throws Exception {
        try (RunningServer small = RunningServer.of(new Routes().at(HttpMethod.GET, "/", Answers.text("in")), 1)) {
            try (RawConnection first = small.connect()) {
                assertEquals(
                        200,
                        first.send("GET / HTTP/1.1\nHost: a\n\n").response().status());

                RawConnection.Response refused = small.ask("GET / HTTP/1.1\nHost: a\n\n");

                assertEquals(503, refused.status());
                assertEquals("5", refused.headers().get("retry-after"));
                assertTrue(refused.body().startsWith("too-many: "), refused.body());
            }
            await().atMost(5, SECONDS).until(() -> small.open() == 0);
            assertEquals(200, small.ask("GET / HTTP/1.1\nHost: a\n\n").status());
        }
    }

    @Test
    void tellsThatItsPortIsTaken() throws Exception {
        try (Transport transport = Transport.open(1)) {
            HttpServer second = new HttpServer(transport, new Routes(), new ConnectionLimiter(1, 1));

            IOException fault = assertThrows(IOException.class, () -> second.bind("127.0.0.1", server.port()));

            assertTrue(fault.getMessage().contains(String.valueOf(server.port())), fault.getMessage());
            second.close();
        }
    }

    @Test
    void stopsListeningWithoutCuttingOffThoseWhoAreIn() throws Exception {
        try (RunningServer other = RunningServer.of(new Routes().at(HttpMethod.GET, "/", Answers.text("in")));
                RawConnection client = other.connect()) {
            client.send("GET / HTTP/1.1\nHost: a\n\n").response();

            other.server().stopListening();

            assertThrows(IOException.class, other::connect);
            assertEquals(
                    200, client.send("GET / HTTP/1.1\nHost: a\n\n").response().status());
            other.server().close();
            assertTrue(client.isAtEnd());
        }
    }
}
