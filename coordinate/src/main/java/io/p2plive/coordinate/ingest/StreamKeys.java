/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.ingest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.p2plive.id.StreamName;
import io.p2plive.net.HttpCall;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which streams need a key to be pushed, and whether a request brings it. Immutable. */
public final class StreamKeys {
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private final Map<StreamName, String> keys;

    /** The keys by stream; a stream that is not among them needs none. */
    public StreamKeys(Map<StreamName, String> keys) {
        this.keys = Map.copyOf(keys);
    }

    /** Whether this stream needs a key. */
    boolean isGuarded(StreamName name) {
        return keys.containsKey(name);
    }

    /** Whether the request may push this stream. */
    boolean admits(StreamName name, HttpCall call) {
        String key = keys.get(name);
        return key == null || brought(call).map(given -> isSame(key, given)).orElse(false);
    }

    /** In the time that it takes however much of it is right. */
    private static boolean isSame(String key, String given) {
        return MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> brought(HttpCall call) {
        String header = call.header(HttpHeaderNames.AUTHORIZATION).orElse("");
        String scheme = header.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(BEARER)) {
            return Optional.of(header.substring(BEARER.length()).trim());
        }
        return scheme.startsWith(BASIC)
                ? passwordOf(header.substring(BASIC.length()).trim())
                : Optional.empty();
    }

    private static Optional<String> passwordOf(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
