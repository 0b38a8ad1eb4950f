/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A viewer's WebSocket: of each frame only the length and the chunk's sequence are looked at. Confined to its loop's
 * thread.
 */
public final class ViewerSocket {
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    /** Empty, and masked with zeros. */
    private static final byte[] PONG = {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0};

    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int AT_SEQUENCE = 8;
    /** As much of a chunk as holds its sequence. */
    private static final int CHUNK_BYTES = AT_SEQUENCE + Integer.BYTES;

    private static final int STATUS_BYTES = 12;
    private static final String NOT_LET_IN = "a viewer was not let in";

    private final ViewerLoop loop;
    private final SocketChannel channel;
    private final boolean isReading;
    private SelectionKey key;
    private boolean isUpgraded;
    private boolean isLost;

    /** What came of a frame's head, or of the answer's first line. */
    private final byte[] head = new byte[2 + Long.BYTES + CHUNK_BYTES];

    private int headBytes;
    private int lastFourBytes;
    private long bodyLeft;
    private int chunkBytes;
    private long sequence = -1;
    private long firstNanos;

    private long next;
    private long gaps;
    private long repeats;

    ViewerSocket(ViewerLoop loop, SocketChannel channel, boolean isReading) {
        this.loop = loop;
        this.channel = channel;
        this.isReading = isReading;
    }

    void attach(SelectionKey registered) {
        key = registered;
    }

    void onReady() throws IOException {
        if (key.isConnectable()) {
            finishConnect();
        } else if (key.isReadable()) {
            read();
        }
    }

    private void finishConnect() throws IOException {
        try {
            if (!channel.finishConnect()) {
                return;
            }
        } catch (ConnectException e) {
            throw new NotServedException(NOT_LET_IN, e);
        }
        key.interestOps(SelectionKey.OP_READ);
        greet();
    }

    void greet() throws IOException {
        String request =
                "GET /?stream=live HTTP/1.1\r\nHost: 127.0.0.1:" + loop.server().getPort()
                        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: http://127.0.0.1\r\n"
                        + "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n\r\n";
        try {
            // Fits into the buffer of a fresh socket.
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new NotServedException(NOT_LET_IN, e);
        }
    }

    private void read() throws IOException {
        ByteBuffer bytes = loop.read.clear();
        int count;
        try {
            count = channel.read(bytes);
        } catch (IOException e) {
            count = -1;
        }
        if (count < 0) {
            lose();
            return;
        }
        take(bytes.flip(), System.nanoTime());
    }

    private void take(ByteBuffer bytes, long nowNanos) throws IOException {
        while (bytes.hasRemaining() && !isLost) {
            if (!isUpgraded) {
                takeAnswer(bytes);
            } else if (bodyLeft > 0) {
                takeBody(bytes, nowNanos);
            } else {
                takeHead(bytes, nowNanos);
            }
        }
    }

    /** Says that it is there; by this one that never reads learns that the server has closed it. */
    void pong() throws IOException {
        if (isLost) {
            return;
        }
        try {
            channel.write(ByteBuffer.wrap(PONG));
        } catch (IOException e) {
            lose();
        }
    }

    private void takeAnswer(ByteBuffer bytes) throws IOException {
        byte one = bytes.get();
        if (headBytes < STATUS_BYTES) {
            head[headBytes++] = one;
        }
        lastFourBytes = lastFourBytes << 8 | one;
        if (lastFourBytes == 0x0d0a0d0a) {
            String status = new String(head, 0, headBytes, StandardCharsets.US_ASCII);
            if (!status.endsWith(" 101")) {
                throw new NotServedException(NOT_LET_IN + ": " + status);
            }
            isUpgraded = true;
            headBytes = 0;
            loop.onLetIn();
            if (!isReading) {
                key.interestOps(0);
            }
        }
    }

    private void takeBody(ByteBuffer bytes, long nowNanos) {
        int count = (int) Math.min(bodyLeft, bytes.remaining());
        bytes.position(bytes.position() + count);
        bodyLeft -= count;
        if (bodyLeft == 0) {
            deliver(nowNanos);
        }
    }

    private void takeHead(ByteBuffer bytes, long nowNanos) throws IOException {
        if (headBytes == 0) {
            firstNanos = nowNanos;
        }
        head[headBytes++] = bytes.get();
        if (headBytes < 2) {
            return;
        }
        int code = head[1] & 0x7f;
        int prefix = 2 + (code == LENGTH_16 ? Short.BYTES : code == LENGTH_64 ? Long.BYTES : 0);
        if (headBytes < prefix) {
            return;
        }
        long length = length(code);
        int opcode = head[0] & 0x0f;
        int wanted = prefix + (opcode == BINARY ? (int) Math.min(CHUNK_BYTES, length) : 0);
        int count = Math.min(wanted - headBytes, bytes.remaining());
        bytes.get(head, headBytes, count);
        headBytes += count;
        if (headBytes == wanted) {
            onHead(opcode, prefix, length, nowNanos);
        }
    }

    private long length(int code) {
        ByteBuffer view = ByteBuffer.wrap(head);
        return code == LENGTH_16 ? view.getShort(2) & 0xffff : code == LENGTH_64 ? view.getLong(2) : code;
    }

    private void onHead(int opcode, int prefix, long length, long nowNanos) throws IOException {
        if (opcode == CLOSE) {
            lose();
            return;
        }
        if (opcode == PING) {
            pong();
        }
        boolean isChunk = opcode == BINARY && length >= CHUNK_BYTES;
        sequence = isChunk ? ByteBuffer.wrap(head).getInt(prefix + AT_SEQUENCE) & 0xffffffffL : -1;
        chunkBytes = (int) length;
        bodyLeft = length - (headBytes - prefix);
        headBytes = 0;
        if (bodyLeft == 0) {
            deliver(nowNanos);
        }
    }

    private void deliver(long nowNanos) {
        if (sequence < 0) {
            return;
        }
        if (sequence < next) {
            repeats++;
        } else {
            gaps += sequence - next;
            next = sequence + 1;
        }
        loop.listener().onChunk(sequence, chunkBytes, firstNanos, nowNanos);
    }

    private void lose() throws IOException {
        if (!isUpgraded) {
            throw new NotServedException(NOT_LET_IN + ": the connection was closed");
        }
        isLost = true;
        channel.close();
    }

    /** The next sequence that it waits for. */
    long next() {
        return next;
    }

    /** Chunks that it never got, up to the last one that it did. */
    long gaps() {
        return gaps;
    }

    /** Chunks that it got again. */
    long repeats() {
        return repeats;
    }

    /** The server ended it. */
    boolean isLost() {
        return isLost;
    }

    boolean isReading() {
        return isReading;
    }
}
