/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.p2plive.protocol.RefusalReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Endpoint.Answering page = answering();
    private final Endpoint.Answering script = answering();
    private final Endpoint.Answering register = answering();
    private final Endpoint.Answering anything = answering();

    private final Routes routes = new Routes()
            .at(HttpMethod.GET, "/", page)
            .at(HttpMethod.GET, "/static/main.js", script)
            .at(HttpMethod.POST, "/tracker", register)
            .at(HttpMethod.GET, "/tracker", page)
            .under(HttpMethod.GET, "/static/", page)
            .under(HttpMethod.GET, "/static/deep/", anything);

    @Test
    void choosesByPathAndMethod() throws Exception {
        assertSame(page, find(HttpMethod.GET, "/"));
        assertSame(page, find(HttpMethod.GET, "/tracker"));
        assertSame(register, find(HttpMethod.POST, "/tracker"));
    }

    @Test
    void prefersTheExactPathThenTheLongestPrefix() throws Exception {
        assertSame(script, find(HttpMethod.GET, "/static/main.js"));
        assertSame(page, find(HttpMethod.GET, "/static/other.js"));
        assertSame(anything, find(HttpMethod.GET, "/static/deep/er"));
    }

    @Test
    void looksPastTheQuery() throws Exception {
        assertSame(page, find(HttpMethod.GET, "/tracker?stream=live"));
    }

    @Test
    void answersHeadWhereGetIsAnswered() throws Exception {
        assertSame(page, find(HttpMethod.HEAD, "/tracker"));
    }

    @Test
    void refusesAPathThatNobodyAnswers() {
        assertEquals(
                RefusalReason.NOT_FOUND, refusal(HttpMethod.GET, "/nothing").reason());
        assertEquals(RefusalReason.NOT_FOUND, refusal(HttpMethod.GET, "/static").reason());
    }

    @Test
    void refusesAMethodThatNobodyAnswersAndNamesThoseThatAre() {
        HttpRefusal refusal = refusal(HttpMethod.DELETE, "/tracker");

        assertEquals(RefusalReason.METHOD_NOT_ALLOWED, refusal.reason());
        assertTrue(refusal.getMessage().contains("POST") && refusal.getMessage().contains("GET"), refusal.getMessage());
    }

    private Endpoint find(HttpMethod method, String uri) throws HttpRefusal {
        return routes.find(HttpCall.of(
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, uri),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
    }

    private HttpRefusal refusal(HttpMethod method, String uri) {
        return assertThrows(HttpRefusal.class, () -> find(method, uri));
    }

    private static Endpoint.Answering answering() {
        return new Endpoint.Answering() {
            @Override
            public java.util.concurrent.CompletionStage<HttpReply> answer(HttpCall call) {
                throw new AssertionError("only its identity counts");
            }
        };
    }
}
