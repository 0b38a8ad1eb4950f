/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.SwarmMessage.Capacity;
import io.p2plive.protocol.SwarmMessage.Connected;
import io.p2plive.protocol.SwarmMessage.Edge;
import io.p2plive.protocol.SwarmMessage.FromViewer;
import io.p2plive.protocol.SwarmMessage.Join;
import io.p2plive.protocol.SwarmMessage.Sources;
import io.p2plive.protocol.SwarmMessage.ToViewer;
import io.p2plive.protocol.SwarmMessage.Wait;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A viewer as far as its tracker sees it: joins, says that its parents deliver, answers pings. Confined to its loop. */
final class LoadViewer {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int CAPACITY = 3;
    private static final byte[] UPGRADE = ("GET /resource HTTP/1.1\r\nHost: tracker\r\nConnection: Upgrade\r\n"
                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nUser-Agent: Mozilla/5.0\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    final SilentChannel channel;
    private final int number;
    private final LoadCounts counts;
    private boolean isUpgraded;
    private boolean isAnswered;
    private List<Edge> parents = List.of();

    LoadViewer(int number, InetSocketAddress remote, LoadCounts counts) {
        this.number = number;
        this.counts = counts;
        this.channel = new SilentChannel(remote, this::onBytes);
    }

    /** Asks for a WebSocket; all else follows from the answers. */
    void come() {
        channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(UPGRADE)).fireChannelReadComplete();
    }

    void say(FromViewer message) {
        frame(TEXT, MessageCodec.writeBytes(message));
    }

    /** A frame of at most 64 KiB, masked with zeros, as a viewer's must be masked with something. */
    private void frame(int opcode, byte[] payload) {
        ByteBuf frame = channel.alloc().buffer(payload.length + 8);
        frame.writeByte(0x80 | opcode);
        if (payload.length < 126) {
            frame.writeByte(0x80 | payload.length);
        } else {
            frame.writeByte(0x80 | 126).writeShort(payload.length);
        }
        frame.writeInt(0).writeBytes(payload);
        channel.pipeline().fireChannelRead(frame).fireChannelReadComplete();
    }

    private void later(Runnable task) {
        channel.eventLoop().execute(task);
    }

    private void onBytes(ByteBuf bytes) {
        if (!isUpgraded) {
            isUpgraded = true;
            String key = String.format("%032x", number);
            later(() -> say(new Join(1, key, true, List.of(), List.of())));
            return;
        }
        int opcode = bytes.getByte(0) & 15;
        int length = bytes.getByte(1) & 127;
        int head = length == 126 ? 4 : 2;
        String text = bytes.toString(head, length == 126 ? bytes.getUnsignedShort(2) : length, StandardCharsets.UTF_8);
        if (opcode == PING) {
            later(() -> frame(PONG, new byte[0]));
        } else if (opcode == CLOSE) {
            counts.closed.incrementAndGet();
        } else {
            onText(text);
        }
    }

    private void onText(String text) {
        counts.heard.incrementAndGet();
        try {
            ToViewer message = MessageCodec.read(text, ToViewer.class);
            if (message instanceof Sources sources) {
                onSources(sources);
            } else if (message instanceof Wait) {
                counts.waits.incrementAndGet();
                answered();
            }
        } catch (ProtocolException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private void onSources(Sources sources) {
        answered();
        for (Edge parent : sources.parents()) {
            if (!parents.contains(parent)) {
                later(() -> say(new Connected(parent.stripe(), parent.viewer())));
            }
        }
        parents = sources.parents();
    }

    private void answered() {
        if (!isAnswered) {
            isAnswered = true;
            counts.onAnswered();
            later(() -> say(new Capacity(CAPACITY)));
        }
    }
}
