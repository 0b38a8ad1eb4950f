/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A viewer's WebSocket, as cheap as can be: frames are told apart by their length alone. Confined to its loop. */
abstract class LoadSocket {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final byte MASK = 0x5a;
    private static final byte[] NOTHING = {};
    /** The status 1001, as of a page that is left. */
    private static final byte[] GOING_AWAY = {0x03, (byte) 0xe9};

    private LoadLoop loop;
    private SocketChannel channel;
    private SelectionKey key;
    private boolean isUpgraded;
    private boolean isClosed;
    /** What came of a message whose rest has not. */
    private byte[] rest = NOTHING;
    /** What the socket did not take. */
    private byte[] unwritten = NOTHING;

    /** What follows the host in the address. */
    abstract String path();

    /** The handshake is done. */
    abstract void onOpen() throws IOException;

    /** A whole message: {@code length} bytes from {@code offset} on, to be used at once. */
    abstract void onText(byte[] bytes, int offset, int length) throws IOException;

    /** The server ended it. */
    abstract void onLost();

    void attach(LoadLoop owner, SocketChannel opened, SelectionKey registered) {
        loop = owner;
        channel = opened;
        key = registered;
    }

    void onConnected() throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        String request = "GET " + path() + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + loop.server().getPort()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: http://127.0.0.1\r\n"
                + "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n\r\n";
        write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }

    void onReady(int operations) throws IOException {
        try {
            if ((operations & SelectionKey.OP_CONNECT) != 0 && channel.finishConnect()) {
                onConnected();
            }
            if ((operations & SelectionKey.OP_WRITE) != 0) {
                byte[] waiting = unwritten;
                unwritten = NOTHING;
                key.interestOps(SelectionKey.OP_READ);
                write(ByteBuffer.wrap(waiting));
            }
            if ((operations & SelectionKey.OP_READ) != 0) {
                onReadable();
            }
        } catch (IOException e) {
            lose();
        }
    }

    private void onReadable() throws IOException {
        int kept = rest.length;
        int count = loop.read(channel, kept);
        if (count < 0) {
            lose();
            return;
        }
        System.arraycopy(rest, 0, loop.read, 0, kept);
        int used = take(loop.read, kept + count);
        rest = used == kept + count ? NOTHING : Arrays.copyOfRange(loop.read, used, kept + count);
    }

    private int take(byte[] bytes, int end) throws IOException {
        int at = 0;
        while (!isClosed) {
            int taken = isUpgraded ? takeFrame(bytes, at, end) : takeHead(bytes, end);
            if (taken == 0) {
                return at;
            }
            at += taken;
        }
        return end;
    }

    private int takeHead(byte[] bytes, int end) throws IOException {
        for (int at = 3; at < end; at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n') {
                if (bytes[9] != '1' || bytes[11] != '1') {
                    throw new IllegalStateException(new String(bytes, 0, end, StandardCharsets.UTF_8));
                }
                isUpgraded = true;
                onOpen();
                return at + 1;
            }
        }
        return 0;
    }

    private int takeFrame(byte[] bytes, int at, int end) throws IOException {
        if (end - at < 2) {
            return 0;
        }
        int length = bytes[at + 1] & 0x7f;
        int head = length == 126 ? 4 : 2;
        if (end - at < head) {
            return 0;
        }
        if (length == 126) {
            length = (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff);
        }
        if (end - at < head + length) {
            return 0;
        }
        int opcode = bytes[at] & 0x0f;
        if (opcode == TEXT) {
            onText(bytes, at + head, length);
        } else if (opcode == PING) {
            send(PONG, Arrays.copyOfRange(bytes, at + head, at + head + length));
        } else if (opcode == CLOSE) {
            lose();
        }
        return head + length;
    }

    /** Sends one message, in a write of its own as a page does; takes ownership of its bytes. */
    void send(byte[] text) throws IOException {
        send(TEXT, text);
    }

    private void send(int opcode, byte[] payload) throws IOException {
        if (isClosed) {
            return;
        }
        ByteBuffer frame = loop.writeBuffer.clear().put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        // Masked, as a viewer's frame must be; four times the same byte, so that it costs the load little.
        for (int at = 0; at < payload.length; at++) {
            payload[at] ^= MASK;
        }
        write(frame.put(MASK).put(MASK).put(MASK).put(MASK).put(payload).flip());
    }

    private void write(ByteBuffer bytes) throws IOException {
        if (unwritten.length == 0) {
            channel.write(bytes);
        }
        if (bytes.hasRemaining()) {
            int before = unwritten.length;
            unwritten = Arrays.copyOf(unwritten, before + bytes.remaining());
            bytes.get(unwritten, before, bytes.remaining());
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** Says goodbye, as a page that is left, and goes when the server does. */
    void leave() throws IOException {
        send(CLOSE, GOING_AWAY.clone());
    }

    boolean isClosed() {
        return isClosed;
    }

    private void lose() throws IOException {
        if (!isClosed) {
            isClosed = true;
            // No port shall rest on our side for it.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
            onLost();
        }
    }
}
