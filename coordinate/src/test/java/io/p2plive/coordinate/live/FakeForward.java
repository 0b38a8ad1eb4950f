/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import io.p2plive.media.Chunk;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RelayMessage;
import io.p2plive.protocol.RelayMessage.Close;
import io.p2plive.protocol.RelayMessage.Hello;
import io.p2plive.protocol.RelayMessage.Open;
import io.p2plive.protocol.RelayMessage.Ping;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The far end of a relay link, on plain sockets: greets, answers pings, writes down what comes. Can be made deaf: it then
 * reads nothing, yet shows that it lives. Safe from any thread.
 */
final class FakeForward implements AutoCloseable {
    private static final int SMALL_BUFFER_BYTES = 32 * 1024;

    private final ServerSocket listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Event> events = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final String greeting;
    private boolean isDeaf;

    /** A message, or a chunk and its channel. */
    record Event(RelayMessage message, int channel, Chunk chunk) {
        boolean is(Class<? extends RelayMessage> type) {
            return type.isInstance(message);
        }
    }

    /** One that welcomes, on a free port. */
    FakeForward() {
        this(0, "{\"type\":\"welcome\",\"protocol\":1,\"forward\":\"fake\"}");
    }

    /** One that answers a hello by these words; by none, when they are empty. */
    FakeForward(int port, String greeting) {
        this.greeting = greeting;
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.setReceiveBufferSize(SMALL_BUFFER_BYTES);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::acceptAll);
    }

    /** A new one at the same port, after this one was closed. */
    FakeForward restarted() {
        return new FakeForward(port(), greeting);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "fake-forward");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = listener.accept();
                locked(() -> sockets.add(socket));
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        Map<Integer, Integer> stripes = new HashMap<>();
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                waitWhileDeaf(out);
                byte[] frame = new byte[in.readInt() - 1];
                int kind = in.readUnsignedByte();
                in.readFully(frame);
                if (kind == 1) {
                    onControl(MessageCodec.read(frame, RelayMessage.ToForward.class), stripes, out);
                } else {
                    onChunk(frame, stripes);
                }
            }
        } catch (IOException e) {
            // The link is over.
        } catch (ProtocolException e) {
            throw new AssertionError("coordinate broke the protocol", e);
        }
    }

    private void onControl(RelayMessage.ToForward message, Map<Integer, Integer> stripes, DataOutputStream out)
            throws IOException {
        add(new Event(message, -1, null));
        if (message instanceof Hello && !greeting.isEmpty()) {
            send(out, greeting);
        } else if (message instanceof Ping ping) {
            send(out, "{\"type\":\"pong\",\"id\":" + ping.id() + "}");
        } else if (message instanceof Open open) {
            stripes.put(open.channel(), open.stripes());
        }
    }

    private void onChunk(byte[] frame, Map<Integer, Integer> stripes) throws ProtocolException {
        int channel = (frame[0] & 0xff) << 8 | (frame[1] & 0xff);
        byte[] wire = java.util.Arrays.copyOfRange(frame, 2, frame.length);
        add(new Event(null, channel, Chunk.parse(wire, stripes.get(channel))));
    }

    private void waitWhileDeaf(DataOutputStream out) throws IOException {
        while (locked(() -> isDeaf)) {
            send(out, "{\"type\":\"pong\",\"id\":0}");
            lock.lock();
            try {
                changed.await(200, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                lock.unlock();
            }
        }
    }

    private static void send(DataOutputStream out, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        out.writeInt(1 + bytes.length);
        out.writeByte(1);
        out.write(bytes);
        out.flush();
    }

    private void add(Event event) {
        locked(() -> events.add(event));
    }

    private <T> T locked(java.util.function.Supplier<T> work) {
        lock.lock();
        try {
            T result = work.get();
            changed.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Whether it reads. */
    void setDeaf(boolean deaf) {
        locked(() -> isDeaf = deaf);
    }

    /** All that came so far, but for pings. */
    List<Event> events() {
        return locked(
                () -> events.stream().filter(event -> !event.is(Ping.class)).toList());
    }

    List<Open> opens() {
        return messages(Open.class);
    }

    List<Close> closes() {
        return messages(Close.class);
    }

    List<Hello> hellos() {
        return messages(Hello.class);
    }

    private <T extends RelayMessage> List<T> messages(Class<T> type) {
        return events().stream()
                .filter(event -> event.is(type))
                .map(event -> type.cast(event.message()))
                .toList();
    }

    /** The chunks of an epoch. */
    List<Chunk> chunks(long epoch) {
        return chunks(chunk -> chunk.epoch() == epoch);
    }

    List<Chunk> chunks() {
        return chunks(chunk -> true);
    }

    int chunkCount() {
        return locked(() ->
                (int) events.stream().filter(event -> event.chunk() != null).count());
    }

    List<Chunk> chunks(Predicate<Chunk> which) {
        return events().stream()
                .map(Event::chunk)
                .filter(chunk -> chunk != null && which.test(chunk))
                .toList();
    }

    /** Their payloads, one after the other, as characters. */
    static String payload(List<Chunk> chunks) {
        StringBuilder text = new StringBuilder();
        for (Chunk chunk : chunks) {
            text.append(
                    new String(chunk.wire(), Chunk.HEADER_BYTES, chunk.payloadBytes(), StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : locked(() -> List.copyOf(sockets))) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
