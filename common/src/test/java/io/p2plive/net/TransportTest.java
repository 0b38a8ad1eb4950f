/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.codec.http.HttpMethod;
import io.p2plive.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
    private static boolean isThere(TransportKind kind) {
        try {
            Transport.check(kind);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void servesOverEveryKindThatThisSystemHas(TransportKind kind) throws Exception {
        assumeTrue(isThere(kind));
        try (Transport transport = Transport.open(kind, 1)) {
            HttpServer server = new HttpServer(
                    transport, new Routes().at(HttpMethod.GET, "/", Answers.text("in")), new ConnectionLimiter(1, 1));
            int port = server.bind("127.0.0.1", 0);
            try (RawConnection client = RawConnection.to(port)) {
                assertEquals(
                        "in",
                        client.send("GET / HTTP/1.1\nHost: a\n\n").response().body());
            }
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void hasOneThatWorksEverywhere(String word) {
        assertDoesNotThrow(() -> Transport.check(TransportKind.ofWord(word)));
    }

    @Test
    void saysWhyAKindCannotBeHadAndWhatToDo() {
        Throwable lack = new UnsatisfiedLinkError("failed to load");
        lack.initCause(new UnsupportedOperationException("io_uring_setup: Operation not permitted"));

        String fault = assertThrows(IllegalArgumentException.class, () -> Transport.check(TransportKind.IO_URING, lack))
                .getMessage();

        assertTrue(fault.startsWith("transport io_uring cannot be had here: io_uring_setup: Operation"), fault);
        assertTrue(fault.contains("seccomp") && fault.endsWith("set transport: auto"), fault);
    }

    @Test
    void knowsNoOtherWord() {
        assertThrows(IllegalArgumentException.class, () -> TransportKind.ofWord("kqueue"));
        assertEquals(TransportKind.IO_URING, TransportKind.ofWord("io_uring"));
    }
}
