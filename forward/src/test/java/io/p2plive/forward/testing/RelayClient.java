/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.testing;

import io.p2plive.id.StreamName;
import io.p2plive.media.Chunk;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RelayMessage;
import io.p2plive.protocol.StreamFormat;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A coordinate's end of a relay link, by hand. */
public final class RelayClient implements AutoCloseable {
    private static final int READ_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private RelayClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(READ_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    public static RelayClient dial(int port) throws IOException {
        return new RelayClient(port);
    }

    /** Dials and says hello. */
    public static RelayClient greeted(int port) throws IOException {
        RelayClient client = dial(port);
        client.send(new RelayMessage.Hello(1, "test", null));
        if (!(client.read() instanceof RelayMessage.Welcome)) {
            throw new IOException("not welcome");
        }
        return client;
    }

    public RelayClient send(RelayMessage message) throws IOException {
        return frame(1, MessageCodec.writeBytes(message));
    }

    public RelayClient json(String json) throws IOException {
        return frame(1, json.getBytes(StandardCharsets.UTF_8));
    }

    public RelayClient open(int channel, String stream, long epoch) throws IOException {
        return send(
                new RelayMessage.Open(channel, new StreamName(stream), epoch, StreamFormat.MPEG1, TestChunks.STRIPES));
    }

    public RelayClient chunks(int channel, List<Chunk> chunks) throws IOException {
        for (Chunk chunk : chunks) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.write(channel >> 8);
            body.write(channel);
            body.writeBytes(chunk.wire());
            frame(2, body.toByteArray());
        }
        return this;
    }

    public RelayClient frame(int kind, byte[] body) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(frame);
        header.writeInt(1 + body.length);
        header.write(kind);
        header.write(body);
        return raw(frame.toByteArray());
    }

    public RelayClient raw(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** The next message; an EOF is an {@link java.io.EOFException}. */
    public RelayMessage read() throws IOException {
        byte[] body = new byte[in.readInt() - 1];
        int kind = in.read();
        in.readFully(body);
        if (kind != 1) {
            throw new IOException("kind " + kind);
        }
        try {
            return MessageCodec.read(body, RelayMessage.FromForward.class);
        } catch (ProtocolException e) {
            throw new IOException(e);
        }
    }

    /** Whether the forward has closed, all that it said having been read. */
    public boolean isClosedByPeer() throws IOException {
        return in.read() < 0;
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
