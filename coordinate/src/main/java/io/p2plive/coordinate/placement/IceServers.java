/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.placement;

import io.p2plive.protocol.NodeMessage.IceServer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * STUN and TURN servers for viewers. A TURN server with a shared secret gets credentials that expire: the user name is the
 * time of expiry, the password its HMAC-SHA1 (coturn's {@code use-auth-secret}, draft-uberti-behave-turn-rest). Immutable.
 */
public final class IceServers {
    private static final String HMAC = "HmacSHA1";

    private final List<Entry> entries;

    /**
     * A server as the operator wrote it.
     *
     * @param secret empty unless credentials shall be made of it
     * @param ttlSeconds how long such credentials hold
     */
    public record Entry(List<String> urls, String username, String credential, String secret, long ttlSeconds) {
        @Override
        public String toString() {
            return "ice server " + urls;
        }
    }

    /** The operator's servers. */
    public IceServers(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The servers with credentials for one viewer. */
    List<IceServer> forViewer(long nowSeconds) {
        return entries.stream().map(entry -> withCredentials(entry, nowSeconds)).toList();
    }

    private static IceServer withCredentials(Entry entry, long nowSeconds) {
        if (!entry.secret().isEmpty()) {
            String username = (nowSeconds + entry.ttlSeconds()) + ":viewer";
            return new IceServer(entry.urls(), username, hmac(entry.secret(), username));
        }
        return new IceServer(entry.urls(), emptyToNull(entry.username()), emptyToNull(entry.credential()));
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
