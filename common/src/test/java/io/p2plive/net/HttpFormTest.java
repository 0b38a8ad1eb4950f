/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.HttpMethod;
import io.p2plive.testing.RawConnection;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What has not the form of a request, or is over a limit. */
class HttpFormTest {
    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        server = RunningServer.of(new Routes()
                .at(HttpMethod.GET, "/hello", Answers.text("hello\n"))
                .at(HttpMethod.POST, "/echo", Answers.echo(16)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "complete nonsense\n\n",
                "GET\n\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001 a TLS hello \n\n",
                "GET /hello HTTP/1.1\nno colon here\n\n",
                "GET /hello HTTP/1.1\nHost : a\n\n",
                "GET /hello HTTP/1.1\nHost: a\nContent-Length: many\n\n",
                "GET /hello HTTP/1.1\nHost: a\nContent-Length: -1\n\n",
                "GET /hello HTTP/1.1\nHost: a\nContent-Length: 1\nContent-Length: 2\n\n",
                "GET /hello?x=%zz HTTP/1.1\nHost: a\n\n",
                "GET /%e0%zz HTTP/1.1\nHost: a\n\n"
            })
    void refusesWhatIsNoRequest(String bytes) throws Exception {
        assertRefused(400, "malformed", bytes);
    }

    @Test
    void refusesAnEndlessRequestLine() throws Exception {
        assertRefused(414, "too-large", "GET /" + "a".repeat(5_000));
    }

    @Test
    void refusesEndlessHeaders() throws Exception {
        assertRefused(431, "too-large", "GET /hello HTTP/1.1\nHost: a\n" + "X-More: more and more\n".repeat(500));
        assertRefused(431, "too-large", "GET /hello HTTP/1.1\nHost: " + "a".repeat(9_000));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "nonsense\nabcd\n0\n\n",
                "-4\nabcd\n0\n\n",
                "2\nabcd\n0\n\n",
                "fffffffff\nabcd\n0\n\n",
                "4;\u0001\nabcd\n0\n\n"
            })
    void refusesABodyThatIsNotFramedAsItSays(String body) throws Exception {
        assertRefused(400, "malformed", "POST /echo HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n" + body);
    }

    @Test
    void takesABodyOfJustItsBound() throws Exception {
        assertEquals(
                "0123456789abcdef",
                server.ask("POST /echo HTTP/1.1\nHost: a\nContent-Length: 16\n\n0123456789abcdef")
                        .body());
        assertEquals(
                "0123456789abcdef",
                server.ask("POST /echo HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n"
                                + "a\n0123456789\n6\nabcdef\n0\n\n")
                        .body());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "one byte over, 'Content-Length: 17\n\n0123456789abcdefg'",
        "announced and not sent, 'Content-Length: 17\n\n'",
        "as long as can be said, 'Content-Length: 9223372036854775807\n\n'",
        "in pieces, 'Transfer-Encoding: chunked\n\n10\n0123456789abcdef\n1\ng\n'",
        "in one piece, 'Transfer-Encoding: chunked\n\n7fffffff\n0123456789abcdefg'"
    })
    void refusesABodyOverItsBound(String how, String rest) throws Exception {
        assertRefused(413, "too-large", "POST /echo HTTP/1.1\nHost: a\n" + rest);
    }

    @Test
    void refusesABodyWhereNoneIsTaken() throws Exception {
        assertRefused(413, "too-large", "GET /hello HTTP/1.1\nHost: a\nContent-Length: 1\n\nx");
    }

    @Test
    void refusesTwoLengthsForOneBody() throws Exception {
        assertRefused(
                400,
                "malformed",
                "POST /echo HTTP/1.1\nHost: a\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n");
    }

    private static void assertRefused(int status, String reason, String bytes) throws IOException {
        try (RawConnection client = server.connect()) {
            RawConnection.Response response = client.send(bytes).response();

            assertEquals(status, response.status(), response.body());
            assertTrue(response.body().startsWith(reason + ": "), response.body());
            assertTrue(client.isAtEnd());
        }
    }
}
