/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.relay;

import io.p2plive.forward.stream.LiveStreams;
import io.p2plive.forward.stream.Source;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.RelayMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The open channels of one relay link. Chunks that came with one read go to their stream together. Confined to {@code
 * loop}.
 */
final class Channels {
    private final LiveStreams<?> streams;
    private final int maxChannels;
    private final ReadGate gate;
    private final Map<Integer, Feed> feeds = new HashMap<>();
    private final List<Feed> touched = new ArrayList<>();

    private static final class Feed {
        private final Source source;
        private List<Chunk> read = new ArrayList<>();

        Feed(Source source) {
            this.source = source;
        }
    }

    Channels(LiveStreams<?> streams, int maxChannels, ReadGate gate) {
        this.streams = streams;
        this.maxChannels = maxChannels;
        this.gate = gate;
    }

    void open(RelayMessage.Open open) throws ProtocolException {
        if (feeds.containsKey(open.channel())) {
            throw ProtocolException.malformed("channel " + open.channel() + " is open already");
        }
        if (feeds.size() >= maxChannels) {
            throw new ProtocolException(
                    RefusalReason.TOO_MANY_STREAMS, "no more than " + maxChannels + " channels on one link");
        }
        feeds.put(open.channel(), new Feed(streams.open(open)));
    }

    void add(int channel, byte[] wire) throws ProtocolException {
        Feed feed = feeds.get(channel);
        if (feed == null) {
            throw notOpen(channel);
        }
        Chunk chunk = feed.source.parse(wire);
        if (feed.read.isEmpty()) {
            touched.add(feed);
        }
        feed.read.add(chunk);
    }

    void close(RelayMessage.Close close) throws ProtocolException {
        flush();
        Feed feed = feeds.remove(close.channel());
        if (feed == null) {
            throw notOpen(close.channel());
        }
        feed.source.close(close.reason());
    }

    private static ProtocolException notOpen(int channel) {
        return ProtocolException.malformed("channel " + channel + " is not open");
    }

    /** Hands on what was read. */
    void flush() {
        for (Feed feed : touched) {
            List<Chunk> read = feed.read;
            feed.read = new ArrayList<>();
            long bytes = read.stream().mapToLong(chunk -> chunk.wire().length).sum();
            gate.add(bytes);
            feed.source.publish(read, () -> gate.take(bytes));
        }
        touched.clear();
    }

    /** The link is gone. */
    void lose() {
        flush();
        feeds.values().forEach(feed -> feed.source.lose());
        feeds.clear();
    }
}
