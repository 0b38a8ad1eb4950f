/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminAccessTest {

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1"})
    void letsInWhoSitsAtThisMachine(String address) {
        assertDoesNotThrow(() -> AdminAccess.LOOPBACK.check(call(address, false)));
    }

    @Test
    void keepsOutWhoComesFromElsewhere() {
        assertRefused(call("192.168.0.7", false));
    }

    @Test
    void keepsOutWhoComesThroughAProxyOnThisMachine() {
        assertRefused(call("127.0.0.1", true));
    }

    @Test
    void letsEverybodyInWhereItIsOpen() {
        assertDoesNotThrow(() -> AdminAccess.EVERYONE.check(call("192.168.0.7", true)));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(AdminAccess.class)
    void isFoundByItsWord(AdminAccess access) {
        assertEquals(access, AdminAccess.ofWord(access.word()));
    }

    @Test
    void refusesAWordThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> AdminAccess.ofWord("nobody"));
    }

    private static void assertRefused(HttpCall call) {
        HttpRefusal refusal = assertThrows(HttpRefusal.class, () -> AdminAccess.LOOPBACK.check(call));
        assertEquals(HttpResponseStatus.FORBIDDEN, refusal.status());
    }

    @Test
    void keepsOutAForeignPageInTheOperatorsBrowser() {
        assertRefused(call("127.0.0.1", "Origin", "http://evil.example.org"));
    }

    @Test
    void keepsOutAForeignNameThatLeadsHere() {
        assertRefused(call("127.0.0.1", "Host", "evil.example.org:8080"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"localhost:8080", "127.0.0.1:8080", "[::1]:8080"})
    void letsInWhoCallsThisMachineByItsOwnName(String host) {
        assertDoesNotThrow(() -> AdminAccess.LOOPBACK.check(call("127.0.0.1", "Host", host)));
    }

    private static HttpCall call(String address, boolean isProxied) {
        return isProxied ? call(address, "X-Forwarded-For", "127.0.0.1") : call(address, "Accept", "text/html");
    }

    private static HttpCall call(String address, String header, String value) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/debug");
        request.headers().set(header, value);
        return HttpCall.of(request, new InetSocketAddress(address, 50_000));
    }
}
