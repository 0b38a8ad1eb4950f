/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.forwards;

import io.p2plive.net.HostPort;
import java.net.URI;

/**
 * A forward as the operator lists it. Immutable.
 *
 * @param push where coordinate dials it, {@code host:port}
 * @param pull where viewers dial it, {@code ws://host:port} or {@code wss://…}
 */
public record ForwardAddress(String name, String push, String pull) {
    private static final int MAX_NAME_CHARS = 64;

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException naming the key
     */
    public ForwardAddress {
        if (name == null || name.isBlank() || name.length() > MAX_NAME_CHARS) {
            throw new IllegalArgumentException("name is 1 to " + MAX_NAME_CHARS + " characters");
        }
        try {
            HostPort.parse(push);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IllegalArgumentException("push is host:port, such as localhost:9999", e);
        }
        if (pull == null || !pull.matches("wss?://[^/?#\\s]+(/[^?#\\s]*)?")) {
            throw new IllegalArgumentException("pull is ws://host:port, such as ws://localhost:9998");
        }
        URI.create(pull);
    }

    /** Where it says what it serves. */
    URI load() {
        URI uri = URI.create(pull);
        String scheme = uri.getScheme().equals("wss") ? "https" : "http";
        return URI.create(scheme + "://" + uri.getRawAuthority() + "/load");
    }
}
