/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.protocol.SwarmMessage.ToViewer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection that remembers what was sent. */
final class RecordingOutlet implements Outlet {
    final List<ToViewer> sent = new ArrayList<>();
    final List<String> passed = new ArrayList<>();
    int closeCode;

    @Override
    public void send(ToViewer message) {
        sent.add(message);
    }

    @Override
    public void pass(PassedOn message) {
        passed.add(new String(message.json(), StandardCharsets.UTF_8));
    }

    @Override
    public void close(int code, String reason) {
        closeCode = code;
    }

    /** The last message of a type, or null. */
    <T> T last(Class<T> type) {
        return sent.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((before, after) -> after)
                .orElse(null);
    }
}
