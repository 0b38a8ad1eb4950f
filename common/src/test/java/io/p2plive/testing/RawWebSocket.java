/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that sends exactly the frames that it is told, however wrong (RFC 6455 §5.2). */
public final class RawWebSocket implements AutoCloseable {
    /** The rest of a fragmented message. */
    public static final int CONTINUATION = 0;
    /** Text. */
    public static final int TEXT = 1;
    /** Binary. */
    public static final int BINARY = 2;
    /** The closing handshake. */
    public static final int CLOSE = 8;
    /** Asks for a pong. */
    public static final int PING = 9;
    /** Answers a ping. */
    public static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    private final RawConnection connection;

    private RawWebSocket(RawConnection connection) {
        this.connection = connection;
    }

    /** A frame that came. */
    public record Frame(int opcode, byte[] payload) {
        /** The payload as text; of a close frame only its reason. */
        public String text() {
            int begin = opcode == CLOSE ? 2 : 0;
            return new String(payload, begin, payload.length - begin, StandardCharsets.UTF_8);
        }

        /** A close frame's code. */
        public int closeCode() {
            return ByteBuffer.wrap(payload).getShort();
        }
    }

    /** The head of a request for an upgrade; the key is the RFC's. */
    public static String upgrade(String path) {
        return """
                GET %s HTTP/1.1
                Host: localhost
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13

                """.formatted(path);
    }

    /** Connects, and does the handshake. */
    public static RawWebSocket open(int port, String path) throws IOException {
        RawConnection connection = RawConnection.to(port);
        RawConnection.Response response = connection.send(upgrade(path)).head();
        if (response.status() != 101) {
            connection.close();
            throw new IOException("refused with " + response.status());
        }
        return new RawWebSocket(connection);
    }

    /** Sends one whole text message. */
    public RawWebSocket text(String text) throws IOException {
        return frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a frame, masked as a client must. */
    public RawWebSocket frame(int opcode, boolean isFinal, byte[] payload) throws IOException {
        byte[] masked = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            masked[i] = (byte) (payload[i] ^ MASK[i % MASK.length]);
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(header(opcode | (isFinal ? FINAL : 0), 0x80, payload.length));
        frame.writeBytes(MASK);
        frame.writeBytes(masked);
        return raw(frame.toByteArray());
    }

    private static byte[] header(int first, int maskBit, int length) {
        if (length < 126) {
            return new byte[] {(byte) first, (byte) (maskBit | length)};
        }
        if (length <= 0xffff) {
            return new byte[] {(byte) first, (byte) (maskBit | 126), (byte) (length >> 8), (byte) length};
        }
        return ByteBuffer.allocate(10)
                .put((byte) first)
                .put((byte) (maskBit | 127))
                .putLong(length)
                .array();
    }

    /** Sends bytes that need be no frame. */
    public RawWebSocket raw(byte[] bytes) throws IOException {
        connection.send(bytes);
        return this;
    }

    /** Reads the next frame. */
    public Frame read() throws IOException {
        int opcode = connection.oneByte() & 0x0f;
        int length = connection.oneByte();
        if (length == 126) {
            length = ByteBuffer.wrap(connection.bytes(2)).getShort() & 0xffff;
        } else if (length == 127) {
            length = Math.toIntExact(ByteBuffer.wrap(connection.bytes(8)).getLong());
        }
        return new Frame(opcode, connection.bytes(length));
    }

    /** The connection below. */
    public RawConnection connection() {
        return connection;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
