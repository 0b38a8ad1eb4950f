/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.p2plive.id.StreamName;
import io.p2plive.net.HttpCall;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamKeysTest {
    private static final StreamName GUARDED = new StreamName("guarded");
    private static final StreamKeys KEYS = new StreamKeys(Map.of(GUARDED, "k:ey"));

    private static HttpCall call(String authorization) {
        HttpHeaders headers = new DefaultHttpHeaders();
        if (authorization != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, authorization);
        }
        return new HttpCall(
                HttpMethod.POST,
                "/stream/guarded",
                new QueryStringDecoder("/stream/guarded"),
                headers,
                new InetSocketAddress("192.0.2.1", 5_000),
                new byte[0]);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void admitsAnybodyWhereNoKeyIsSet() {
        assertTrue(KEYS.admits(StreamName.DEFAULT, call(null)));
        assertFalse(KEYS.isGuarded(StreamName.DEFAULT));
        assertTrue(KEYS.isGuarded(GUARDED));
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer k:ey,true",
        "bearer k:ey,true",
        "BEARER  k:ey,true",
        "Bearer k:e,false",
        "Bearer k:eyy,false",
        "Bearer,false",
        "k:ey,false",
        "Digest k:ey,false",
        "'',false"
    })
    void admitsWhoBringsTheKey(String authorization, boolean isAdmitted) {
        assertEquals(isAdmitted, KEYS.admits(GUARDED, call(authorization)));
    }

    @Test
    void refusesWhoBringsNothing() {
        assertFalse(KEYS.admits(GUARDED, call(null)));
    }

    @Test
    void takesThePasswordOfAnyUserForTheKey() {
        assertTrue(KEYS.admits(GUARDED, call(basic("anybody:k:ey"))));
        assertTrue(KEYS.admits(GUARDED, call(basic(":k:ey"))));
        assertFalse(KEYS.admits(GUARDED, call(basic("k:ey"))), "the password is ey");
        assertFalse(KEYS.admits(GUARDED, call(basic("no colon"))));
        assertFalse(KEYS.admits(GUARDED, call("Basic ???")));
    }
}
