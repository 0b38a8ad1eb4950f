/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.p2plive.coordinate.placement.IceServers.Entry;
import io.p2plive.protocol.NodeMessage.IceServer;
import java.util.List;
import org.junit.jupiter.api.Test;

class IceServersTest {
    private static final List<String> URLS = List.of("turn:turn.example.org:3478");

    private static IceServer only(Entry entry) {
        return new IceServers(List.of(entry)).forViewer(1_790_000_000).get(0);
    }

    /** The vector is from: printf 1790003600:viewer | openssl dgst -sha1 -hmac secret -binary | base64. */
    @Test
    void makesCredentialsThatExpire() {
        IceServer server = only(new Entry(URLS, "", "", "secret", 3_600));
        assertEquals("1790003600:viewer", server.username());
        assertEquals("xX2jXlkHR8PrI9Fi5EsZ3bWvtX8=", server.credential());
    }

    @Test
    void passesFixedCredentialsOn() {
        IceServer server = only(new Entry(URLS, "user", "word", "", 0));
        assertEquals(new IceServer(URLS, "user", "word"), server);
    }

    @Test
    void givesNoEmptyCredentials() {
        IceServer server = only(new Entry(List.of("stun:stun.example.org:3478"), "", "", "", 0));
        assertNull(server.username());
        assertNull(server.credential());
    }
}
