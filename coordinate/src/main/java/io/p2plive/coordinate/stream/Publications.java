/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import io.p2plive.coordinate.stream.Outlet.Epoch;
import io.p2plive.id.StreamName;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.StreamFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who publishes what: one publisher for each name at a time. Safe from any thread; a push begins seldom, so one lock will do.
 */
public final class Publications {
    private final LiveStreams streams;
    private final int stripes;
    private final int maxStreams;
    private final LongSupplier nowSeconds;
    private final Map<StreamName, Slot> slots = new HashMap<>();
    private boolean isDraining;

    /**
     * Nobody publishes yet.
     *
     * @param stripes in how many parts each stream travels
     * @param maxStreams names that may ever be in use; no more than a relay link has channels
     * @param nowSeconds Unix time
     */
    public Publications(LiveStreams streams, int stripes, int maxStreams, LongSupplier nowSeconds) {
        this.streams = streams;
        this.stripes = stripes;
        this.maxStreams = maxStreams;
        this.nowSeconds = nowSeconds;
    }

    /** Whoever pushes; told when another push takes its place. */
    public interface Publisher {
        /** The same broadcaster pushes anew: this push is over. Called from any thread. */
        void onReplaced();
    }

    /**
     * A push that was let in.
     *
     * @param stream where its chunks go
     */
    public record Publication(StreamName name, LiveStream stream, Epoch epoch, Publisher publisher) {}

    private static final class Slot {
        private final int channel;
        private String identity;
        private Publication running;
        private long lastEpoch;

        Slot(int channel) {
            this.channel = channel;
        }
    }

    /**
     * Whether somebody could publish now; nothing is changed.
     *
     * @param identity who: a key, or an address
     * @throws ProtocolException why not
     */
    public synchronized void check(StreamName name, String identity) throws ProtocolException {
        if (isDraining) {
            throw new ProtocolException(RefusalReason.DRAINING, "this server is shutting down; try again in a moment");
        }
        Slot slot = slots.get(name);
        if (slot == null && slots.size() >= maxStreams) {
            throw new ProtocolException(RefusalReason.TOO_MANY_STREAMS, "no more than " + maxStreams + " streams here");
        }
        if (slot != null && slot.running != null && !slot.identity.equals(identity)) {
            throw new ProtocolException(
                    RefusalReason.ALREADY_LIVE,
                    "another publisher pushes stream " + name + "; choose another name, or stop that one");
        }
    }

    /**
     * Lets a publisher in; one of the same identity that still pushes is replaced.
     *
     * @throws ProtocolException as {@link #check}
     */
    public synchronized Publication open(StreamName name, String identity, StreamFormat format, Publisher publisher)
            throws ProtocolException {
        check(name, identity);
        Slot slot = slots.computeIfAbsent(name, key -> new Slot(slots.size()));
        Publication former = slot.running;
        slot.lastEpoch = Math.max(slot.lastEpoch + 1, nowSeconds.getAsLong());
        slot.identity = identity;
        Epoch epoch = new Epoch(slot.channel, slot.lastEpoch, format, stripes);
        slot.running = new Publication(name, streams.getOrCreate(name), epoch, publisher);
        slot.running.stream().begin(epoch);
        if (former != null) {
            former.publisher().onReplaced();
        }
        return slot.running;
    }

    /** A push is over; its name is free. Harmless for one that was replaced. */
    public synchronized void close(Publication publication) {
        Slot slot = slots.get(publication.name());
        if (slot != null && publication.equals(slot.running)) {
            slot.running = null;
        }
    }

    /** Lets nobody in any more. */
    public synchronized void drain() {
        isDraining = true;
    }
}
