/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "localhost:9999, localhost, 9999",
        "10.1.2.3:1, 10.1.2.3, 1",
        "my_forward:65535, my_forward, 65535",
        "[2001:db8::1]:9999, 2001:db8::1, 9999",
        "[::1]:80, ::1, 80",
        ":9999, '', 9999"
    })
    void readsWhatPeopleWriteAndWritesItBack(String text, String host, int port) {
        HostPort address = HostPort.parse(text);

        assertEquals(new HostPort(host, port), address);
        assertEquals(text, address.toString());
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "",
                "host",
                "host:",
                "host:port",
                "host:0",
                "host:65536",
                "host:99999999999",
                "host:-1",
                "host:+80",
                "host: 80",
                "2001:db8::1:9999",
                "[::1]",
                "[::1]80",
                "[::1:80",
                "::1]:80",
                "[::1]x:80",
                "[]:80"
            })
    void refusesWhatIsNone(String text) {
        assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text));
    }

    @Test
    void leavesTheNameToWhoeverConnects() {
        assertTrue(new HostPort("forward.example.org", 9999).unresolved().isUnresolved());
    }

    @ParameterizedTest(name = "{0} for who came as {1} is {2}")
    @CsvSource({
        "ws://localhost:9090/resource, 192.168.0.7, ws://192.168.0.7:9090/resource",
        "ws://LocalHost:9090/resource, 192.168.0.7, ws://192.168.0.7:9090/resource",
        "ws://127.0.0.1:9090/resource, p2p.example.org, ws://p2p.example.org:9090/resource",
        "ws://127.0.1.1:9090/resource, p2p.example.org, ws://p2p.example.org:9090/resource",
        "ws://0.0.0.0:9090/resource, 192.168.0.7, ws://192.168.0.7:9090/resource",
        "ws://[::1]:9090/resource, 192.168.0.7, ws://192.168.0.7:9090/resource",
        "ws://[::]:9090/resource, 192.168.0.7, ws://192.168.0.7:9090/resource",
        "ws://:9090/resource, 192.168.0.7, ws://192.168.0.7:9090/resource",
        "ws://localhost:9998, 2001:db8::1, ws://[2001:db8::1]:9998",
        "ws://localhost/resource, 192.168.0.7, ws://192.168.0.7/resource",
        "ws://localhost:9090/a%20b, 192.168.0.7, ws://192.168.0.7:9090/a%20b",
        "wss://localhost:9090/resource, localhost, wss://localhost:9090/resource",
        "ws://tracker.example.org:9090/resource, 192.168.0.7, ws://tracker.example.org:9090/resource",
        "ws://10.0.0.1:9090/resource, 192.168.0.7, ws://10.0.0.1:9090/resource",
        "ws://127.example.org:9090/resource, 192.168.0.7, ws://127.example.org:9090/resource",
        "ws://my_tracker:9090/resource, 192.168.0.7, ws://my_tracker:9090/resource",
        "ws://localhost:9090/resource, '', ws://localhost:9090/resource",
        "no address at all, 192.168.0.7, no address at all",
        "localhost:9999, 192.168.0.7, localhost:9999"
    })
    void putsInTheHostByWhichItWasReachedForALoopbackHostOnly(String url, String reachedAs, String expected) {
        assertEquals(expected, HostPort.reachable(url, reachedAs));
    }

    @Test
    void knowsWhatMeansThisVeryMachine() {
        assertTrue(HostPort.isLoopback("localhost"));
        assertTrue(HostPort.isLoopback("127.8.9.10"));
        assertTrue(HostPort.isLoopback(""));
        assertFalse(HostPort.isLoopback("128.0.0.1"));
    }
}
