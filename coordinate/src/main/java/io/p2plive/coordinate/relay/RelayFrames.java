/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.RelayMessage;

/** The frames of the relay link that carry no chunks (docs/protocol.md §6). */
final class RelayFrames {
    static final int LENGTH_BYTES = 4;
    static final int CONTROL = 1;

    private RelayFrames() {}

    static ByteBuf control(RelayMessage message) {
        byte[] json = MessageCodec.writeBytes(message);
        return Unpooled.buffer(LENGTH_BYTES + 1 + json.length)
                .writeInt(1 + json.length)
                .writeByte(CONTROL)
                .writeBytes(json);
    }
}
