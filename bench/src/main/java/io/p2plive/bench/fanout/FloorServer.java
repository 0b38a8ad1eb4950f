/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The floor: a bare loop that frames each chunk of a relay link once and writes it to all viewers' sockets. It knows
 * nothing of streams, judges nobody, and is what the kernel alone costs. Confined to its main thread.
 */
public final class FloorServer {
    private static final int BACKLOG = 1024;
    private static final int CONTROL = 1;
    /** Kind and channel. */
    private static final int PREFIX_BYTES = 3;

    private static final byte[] WELCOME = "{\"type\":\"welcome\",\"protocol\":1,\"forward\":\"floor\"}"
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final ServerSocketChannel relays;
    private final List<FloorViewer> viewers = new ArrayList<>();
    private final ByteBuffer read = ByteBuffer.allocateDirect(64 * 1024);
    private final ByteBuffer held = ByteBuffer.allocate(256 * 1024);

    private FloorServer(int relayPort, int viewerPort) throws IOException {
        relays = listen(relayPort);
        listen(viewerPort);
    }

    /** The arguments are the port of the relay link and that of viewers. */
    public static void main(String[] arguments) throws IOException {
        FloorServer server = new FloorServer(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        while (!Thread.currentThread().isInterrupted()) {
            server.selector.select(server::onReady);
        }
    }

    private ServerSocketChannel listen(int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.configureBlocking(false);
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        return listener;
    }

    private void onReady(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept((ServerSocketChannel) key.channel());
            } else if (key.isWritable()) {
                ((FloorViewer) key.attachment()).writeOn();
            } else {
                read(key, (SocketChannel) key.channel());
            }
        } catch (IOException e) {
            drop(key);
        }
    }

    private void accept(ServerSocketChannel listener) throws IOException {
        SocketChannel channel;
        while ((channel = listener.accept()) != null) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            if (listener != relays) {
                key.attach(new FloorViewer(channel, key));
            }
        }
    }

    private void drop(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // It is gone either way.
        }
        if (key.attachment() != null) {
            viewers.remove(key.attachment());
        }
    }

    private void read(SelectionKey key, SocketChannel channel) throws IOException {
        if (channel.read(read.clear()) < 0) {
            drop(key);
        } else if (key.attachment() == null) {
            held.put(read.flip());
            takeFrames(channel);
        } else {
            FloorViewer viewer = (FloorViewer) key.attachment();
            if (viewer.isRequestWhole(read.flip())) {
                channel.write(ByteBuffer.wrap(SWITCHING));
                viewers.add(viewer);
            }
        }
    }

    private void takeFrames(SocketChannel link) throws IOException {
        held.flip();
        while (held.remaining() >= Integer.BYTES && held.remaining() >= Integer.BYTES + held.getInt(held.position())) {
            int length = held.getInt();
            int end = held.position() + length;
            if (held.get(held.position()) == CONTROL) {
                greet(link);
            } else {
                broadcast(held.slice(held.position() + PREFIX_BYTES, length - PREFIX_BYTES));
            }
            held.position(end);
        }
        held.compact();
    }

    /** Whatever is said is answered so: the first answer is read, and each tells that somebody is there. */
    private static void greet(SocketChannel link) throws IOException {
        link.write(ByteBuffer.allocate(Integer.BYTES + 1 + WELCOME.length)
                .putInt(1 + WELCOME.length)
                .put((byte) CONTROL)
                .put(WELCOME)
                .flip());
    }

    private void broadcast(ByteBuffer chunk) {
        ByteBuffer frame = ByteBuffer.allocateDirect(4 + chunk.remaining())
                .put((byte) 0x82)
                .put((byte) 126)
                .putShort((short) chunk.remaining())
                .put(chunk)
                .flip();
        for (int i = viewers.size() - 1; i >= 0; i--) {
            FloorViewer viewer = viewers.get(i);
            try {
                viewer.write(frame);
            } catch (IOException e) {
                drop(viewer.key());
            }
        }
    }
}
