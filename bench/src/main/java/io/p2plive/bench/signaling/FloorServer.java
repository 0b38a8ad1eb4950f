/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The least that a tracker can do: one thread and one selector of plain NIO route the same frames from socket to socket by
 * what stands at a fixed place in them. Nothing is parsed or checked; a join is answered with the last two who came as
 * parents; there is no mesh. Confined to its thread.
 */
public final class FloorServer {
    private static final int BACKLOG = 1024;
    private static final int BUFFER_BYTES = 256 * 1024;
    /** Where the first letter of a message's type stands. */
    private static final int AT_TYPE = 9;

    private static final int ID_CHARS = 32;

    private final Selector selector = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final byte[] scratch = new byte[BUFFER_BYTES];
    private final Map<String, Peer> peers = new HashMap<>();
    private String last;
    private String lastButOne;

    private FloorServer() throws IOException {}

    private static final class Peer {
        private final SocketChannel channel;
        private boolean isUpgraded;
        private String id;
        private byte[] rest = {};

        private Peer(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /** Serves until it is killed; the argument is the port. */
    public static void main(String[] arguments) throws IOException {
        new FloorServer().serve(Integer.parseInt(arguments[0]));
    }

    private void serve(int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select();
            for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                SelectionKey key = keys.next();
                keys.remove();
                if (key.isAcceptable()) {
                    accept(listener);
                } else {
                    read(key);
                }
            }
        }
    }

    private void accept(ServerSocketChannel listener) throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, new Peer(channel));
        }
    }

    private void read(SelectionKey key) throws IOException {
        Peer peer = (Peer) key.attachment();
        int kept = peer.rest.length;
        int count = -1;
        try {
            in.clear().limit(BUFFER_BYTES - kept);
            count = peer.channel.read(in);
        } catch (IOException e) {
            // The other side is gone, as below.
        }
        if (count < 0) {
            end(peer);
            return;
        }
        System.arraycopy(peer.rest, 0, bytes, 0, kept);
        in.flip().get(bytes, kept, count);
        int end = kept + count;
        int at = 0;
        for (int taken = take(peer, at, end); taken > 0; taken = take(peer, at, end)) {
            at += taken;
        }
        peer.rest = java.util.Arrays.copyOfRange(bytes, at, end);
    }

    private void end(Peer peer) throws IOException {
        peers.remove(peer.id, peer);
        peer.channel.close();
    }

    private int take(Peer peer, int at, int end) throws IOException {
        if (peer.isUpgraded) {
            return takeFrame(peer, at, end);
        }
        if (end - at < 4 || bytes[end - 1] != '\n' || bytes[end - 3] != '\n') {
            return 0;
        }
        peer.isUpgraded = true;
        // The load does not look at the key's answer.
        write(
                peer,
                String.join(
                                "\r\n",
                                "HTTP/1.1 101 Switching Protocols",
                                "Connection: Upgrade",
                                "Upgrade: websocket",
                                "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=",
                                "",
                                "")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return end - at;
    }

    private int takeFrame(Peer peer, int at, int end) throws IOException {
        if (end - at < 8) {
            return 0;
        }
        int length = bytes[at + 1] & 0x7f;
        int head = length == 126 ? 8 : 6;
        if (length == 126) {
            length = (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff);
        }
        if (end - at < head + length) {
            return 0;
        }
        for (int i = 0; i < length; i++) {
            scratch[i] = (byte) (bytes[at + head + i] ^ bytes[at + head - 4 + (i & 3)]);
        }
        if ((bytes[at] & 0x0f) == 8) {
            end(peer);
            return end - at;
        }
        onText(peer, length);
        return head + length;
    }

    private void onText(Peer peer, int length) throws IOException {
        byte type = scratch[AT_TYPE];
        if (type == 'j') {
            peer.id = new String(scratch, 36, ID_CHARS, StandardCharsets.ISO_8859_1);
            onJoin(peer);
        } else if (type == 'o' || type == 'a' || scratch[AT_TYPE + 1] == 'a') {
            int at = AT_TYPE + (type == 'o' ? 5 : type == 'a' ? 6 : 9) + ",\"to\":\"".length() + 1;
            Peer receiver = peers.get(new String(scratch, at, ID_CHARS, StandardCharsets.ISO_8859_1));
            for (int i = 0; i < ID_CHARS; i++) {
                scratch[at + i] = (byte) peer.id.charAt(i);
            }
            if (receiver != null) {
                write(receiver, scratch, length);
            }
        }
    }

    private void onJoin(Peer peer) throws IOException {
        peers.put(peer.id, peer);
        byte[] welcome = ("{\"type\":\"welcome\",\"protocol\":1,\"viewer\":\"" + peer.id + "\",\"stripes\":2}")
                .getBytes(StandardCharsets.ISO_8859_1);
        write(peer, welcome, welcome.length);
        byte[] sources = ("{\"type\":\"sources\",\"revision\":1,\"forward\":{\"name\":\"forward\","
                        + "\"url\":\"ws://127.0.0.1:9998/?stream=live\",\"stripes\":[0,1]},\"parents\":["
                        + (lastButOne == null ? "" : edge(0, last) + "," + edge(1, lastButOne))
                        + "],\"children\":[],\"standby\":null,\"spares\":[]}")
                .getBytes(StandardCharsets.ISO_8859_1);
        write(peer, sources, sources.length);
        lastButOne = last;
        last = peer.id;
    }

    private static String edge(int stripe, String viewer) {
        return "{\"stripe\":" + stripe + ",\"viewer\":\"" + viewer + "\"}";
    }

    private void write(Peer peer, byte[] text, int length) throws IOException {
        out.clear().put((byte) 0x81);
        if (length < 126) {
            out.put((byte) length);
        } else {
            out.put((byte) 126).putShort((short) length);
        }
        send(peer, out.put(text, 0, length));
    }

    private void write(Peer peer, byte[] head) throws IOException {
        send(peer, out.clear().put(head));
    }

    /** The load always reads: what it does not take at once is a fault of the measurement. */
    private static void send(Peer peer, ByteBuffer filled) throws IOException {
        filled.flip();
        if (peer.channel.isOpen()) {
            peer.channel.write(filled);
            if (filled.hasRemaining()) {
                throw new IOException("the load does not read");
            }
        }
    }
}
