/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.RelayMessage;

/** The frames of the relay link (docs/protocol.md §6). */
final class RelayFrames {
    static final int CONTROL = 1;
    static final int CHUNK = 2;

    private static final int LENGTH_BYTES = 4;

    private RelayFrames() {}

    /** Cuts the bytes into frames without their length; a length over the limit fails before the frame is read. */
    static LengthFieldBasedFrameDecoder decoder() {
        return new LengthFieldBasedFrameDecoder(
                LENGTH_BYTES + Limits.MAX_RELAY_FRAME_BYTES, 0, LENGTH_BYTES, 0, LENGTH_BYTES);
    }

    /** A whole frame. */
    static ByteBuf control(ByteBufAllocator allocator, RelayMessage message) {
        byte[] json = MessageCodec.writeBytes(message);
        return allocator
                .buffer(LENGTH_BYTES + 1 + json.length)
                .writeInt(1 + json.length)
                .writeByte(CONTROL)
                .writeBytes(json);
    }

    /** The rest of a frame. */
    static byte[] rest(ByteBuf frame) {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        return bytes;
    }
}
