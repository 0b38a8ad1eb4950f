/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A TCP connection to this machine that says what no well-behaved client would.
 *
 * <p>Confined to the test's thread.
 */
public final class RawConnection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    /** Connects. */
    public static RawConnection to(int port) {
        try {
            return new RawConnection(connect(port));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + port, e);
        }
    }

    /** Whether somebody listens there. */
    public static boolean isAccepted(int port) {
        try (Socket socket = connect(port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends text; that the other side has hung up already is no fault. */
    public RawConnection send(String text) {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /**
     * Sends bytes.
     *
     * @return false when the other side has hung up
     */
    public boolean send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** All that comes until the other side hangs up; fails when it does not within that time. */
    public String answerUntilClosed(Duration within) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        long deadline = System.nanoTime() + within.toNanos();
        try {
            while (answer.size() < MAX_ANSWER_BYTES) {
                long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
                if (leftMillis <= 0) {
                    break;
                }
                socket.setSoTimeout((int) leftMillis);
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return answer.toString(StandardCharsets.ISO_8859_1);
                }
                answer.write(next);
            }
        } catch (SocketTimeoutException e) {
            // Told below.
        } catch (IOException e) {
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
        throw new AssertionError("port " + socket.getPort() + " kept the connection for " + within.toMillis()
                + " ms; it said: " + answer.toString(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        try {
            // Small, so that one who does not read is soon known for it.
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
