/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.p2plive.net.HttpCall;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    private static final ClientAddress BEHIND_PROXIES =
            new ClientAddress(List.of(Networks.parse("10.0.0.0/24"), Networks.parse("127.0.0.1")));

    private static String of(ClientAddress clients, String remote, String... forwardedFor) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (String line : forwardedFor) {
            headers.add("X-Forwarded-For", line);
        }
        HttpCall call = new HttpCall(
                HttpMethod.GET,
                "/tracker",
                new QueryStringDecoder("/tracker"),
                headers,
                new InetSocketAddress(remote, 5_000),
                new byte[0]);
        return clients.of(call).getHostAddress();
    }

    @Test
    void believesTheSocketWhereNoProxyIsTrusted() {
        assertEquals("192.0.2.1", of(new ClientAddress(List.of()), "192.0.2.1", "198.51.100.7"));
        assertEquals("127.0.0.1", of(new ClientAddress(List.of()), "127.0.0.1", "198.51.100.7"));
    }

    @Test
    void doesNotBelieveAStranger() {
        assertEquals("192.0.2.1", of(BEHIND_PROXIES, "192.0.2.1", "10.0.0.5"));
    }

    @Test
    void believesATrustedProxy() {
        assertEquals("198.51.100.7", of(BEHIND_PROXIES, "10.0.0.5", "198.51.100.7"));
        assertEquals("2001:db8:0:0:0:0:0:7", of(BEHIND_PROXIES, "10.0.0.5", "2001:db8::7"));
        assertEquals("10.0.0.5", of(BEHIND_PROXIES, "10.0.0.5"), "which says nothing");
    }

    @Test
    void stopsAtTheFirstHopThatIsNoTrustedProxy() {
        assertEquals("198.51.100.7", of(BEHIND_PROXIES, "10.0.0.5", "1.1.1.1, 198.51.100.7"), "the rest is spoofed");
        assertEquals("198.51.100.7", of(BEHIND_PROXIES, "10.0.0.5", "1.1.1.1,198.51.100.7,10.0.0.6"));
        assertEquals("198.51.100.7", of(BEHIND_PROXIES, "10.0.0.5", "1.1.1.1", "198.51.100.7", "10.0.0.6"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"unknown", "198.51.100.7, ", "198.51.100.7, garbage", "198.51.100.7, *", "10.0.0.0/8"})
    void believesNothingBehindAHopThatIsNoAddress(String forwardedFor) {
        assertEquals("10.0.0.5", of(BEHIND_PROXIES, "10.0.0.5", forwardedFor));
    }

    @Test
    void takesTheFarthestProxyWhenAllAreTrusted() {
        assertEquals("10.0.0.7", of(BEHIND_PROXIES, "10.0.0.5", "10.0.0.7, 10.0.0.6"));
    }
}
