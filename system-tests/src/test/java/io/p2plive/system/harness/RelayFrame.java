/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of the relay link, docs/protocol.md §6. */
public final class RelayFrame {
    private static final int CONTROL = 1;
    private static final int CHUNK = 2;

    private RelayFrame() {}

    /** A control message. */
    public static byte[] control(String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + body.length)
                .putInt(1 + body.length)
                .put((byte) CONTROL)
                .put(body)
                .array();
    }

    /** A chunk of a channel. */
    public static byte[] chunk(int channel, byte[] wire) {
        return ByteBuffer.allocate(7 + wire.length)
                .putInt(3 + wire.length)
                .put((byte) CHUNK)
                .putShort((short) channel)
                .put(wire)
                .array();
    }
}
