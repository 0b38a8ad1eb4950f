/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A socket for what no HTTP library would send. */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 8_000;

    private final Socket socket = new Socket();

    RawClient(int port) {
        this(port, "127.0.0.1");
    }

    /** From another of the machine's loopback addresses: another publisher. */
    RawClient(int port, String from) {
        this(port, from, "127.0.0.1");
    }

    RawClient(int port, String from, String to) {
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getByName(to), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins a push of a body in chunks, as ffmpeg does. */
    static RawClient pushing(int port, String path, String... headers) {
        return new RawClient(port).post(path, headers);
    }

    RawClient post(String path, String... headers) {
        return send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                + String.join(
                        "",
                        java.util.stream.Stream.of(headers)
                                .map(header -> header + "\r\n")
                                .toList()) + "\r\n");
    }

    RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One chunk of a chunked body. */
    RawClient body(byte[] bytes) {
        return send(Integer.toHexString(bytes.length) + "\r\n").send(bytes).send("\r\n");
    }

    /** The end of a chunked body. */
    RawClient end() {
        return send("0\r\n\r\n");
    }

    /** A line, without its end; null at the end of the stream. */
    String line() {
        StringBuilder line = new StringBuilder();
        try {
            for (int next = socket.getInputStream().read();
                    next != '\n';
                    next = socket.getInputStream().read()) {
                if (next < 0) {
                    return line.isEmpty() ? null : line.toString();
                }
                line.append((char) next);
            }
            return line.toString().stripTrailing();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came", e);
        } catch (IOException e) {
            return null;
        }
    }

    /** The status of the answer, or -1 when there is none; its head is read. */
    int status() {
        String first = line();
        if (first == null) {
            return -1;
        }
        while (true) {
            String header = line();
            if (header == null || header.isEmpty()) {
                return Integer.parseInt(first.split(" ")[1]);
            }
        }
    }

    /** All that comes up to the close; fails when there is no close. */
    String rest() {
        StringBuilder text = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    void halfClose() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends with a reset, as a killed process or a pulled cable does in the end. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
