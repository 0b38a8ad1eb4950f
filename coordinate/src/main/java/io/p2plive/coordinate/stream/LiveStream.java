/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import io.p2plive.id.StreamName;
import io.p2plive.loop.Loop;
import io.p2plive.media.Chunk;
import io.p2plive.media.GopCache;
import io.p2plive.protocol.NodeMessage.StreamSummary;
import io.p2plive.protocol.RelayMessage.CloseReason;
import io.p2plive.protocol.StreamState;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source, many outlets: whatever is pushed under one name, from the first push on. Public methods may be called from
 * any thread, and hand over to the loop.
 *
 * <p>Confined to {@code loop}.
 */
public final class LiveStream {
    private static final Logger log = LoggerFactory.getLogger(LiveStream.class);

    private final StreamName name;
    private final Loop loop;
    private final GopCache gop;
    private final Set<Outlet> outlets = new LinkedHashSet<>();
    private Outlet.Epoch epoch;
    private boolean isLive;

    /** For readers on other threads: replaced whole. */
    private volatile StreamSummary summary;

    private volatile StreamFigures figures = StreamFigures.NONE;

    LiveStream(StreamName name, Loop loop, int maxGopBytes) {
        this.name = name;
        this.loop = loop;
        this.gop = new GopCache(maxGopBytes);
        this.summary = StreamSummary.waiting(name);
    }

    /** A push begins; what runs of an earlier one is over. */
    public void begin(Outlet.Epoch next) {
        loop.execute(() -> onBegin(next));
    }

    /** The next chunks of the push that they belong to, not to be changed any more. */
    public void publish(List<Chunk> chunks) {
        loop.execute(() -> onPublish(chunks));
    }

    /** A push is over. */
    public void end(Outlet.Epoch ended, CloseReason reason) {
        loop.execute(() -> onEnd(ended, reason));
    }

    /** From now on {@code outlet} gets the stream, from its running GOP on; harmless when it does already. */
    void attach(Outlet outlet) {
        loop.execute(() -> onAttach(outlet));
    }

    /** {@code outlet} gets nothing any more. */
    void detach(Outlet outlet) {
        loop.execute(() -> outlets.remove(outlet));
    }

    /** How the stream is; a moment old on other threads. */
    public StreamSummary summary() {
        return summary;
    }

    /** What has flowed; a moment old on other threads. */
    public StreamFigures figures() {
        return figures;
    }

    private void onBegin(Outlet.Epoch next) {
        assert loop.isCurrent();
        if (epoch != null && epoch.number() >= next.number()) {
            return;
        }
        if (isLive) {
            outlets.forEach(outlet -> outlet.onClose(name, CloseReason.REPLACED));
        }
        gop.clear();
        epoch = next;
        figures = StreamFigures.NONE;
        become(true, "a push began");
        outlets.forEach(outlet -> outlet.onOpen(name, next));
    }

    private void onPublish(List<Chunk> chunks) {
        assert loop.isCurrent();
        if (!isLive || chunks.get(0).epoch() != epoch.number()) {
            return;
        }
        StreamFigures sum = figures;
        for (Chunk chunk : chunks) {
            gop.add(chunk);
            sum = sum.plus(chunk, loop.nanoTime());
        }
        figures = sum;
        hand(chunks, outlets);
    }

    private void hand(List<Chunk> chunks, Collection<Outlet> receivers) {
        Parcel parcel = new Parcel(chunks);
        try {
            receivers.forEach(outlet -> outlet.onChunks(name, parcel));
        } finally {
            parcel.close();
        }
    }

    private void onEnd(Outlet.Epoch ended, CloseReason reason) {
        assert loop.isCurrent();
        if (!isLive || ended.number() != epoch.number()) {
            return;
        }
        become(false, "the push is over, " + reason.word());
        outlets.forEach(outlet -> outlet.onClose(name, reason));
    }

    private void onAttach(Outlet outlet) {
        assert loop.isCurrent();
        if (!outlets.add(outlet) || !isLive) {
            return;
        }
        outlet.onOpen(name, epoch);
        List<Chunk> running = gop.chunks();
        if (!running.isEmpty()) {
            hand(running, List.of(outlet));
        }
    }

    private void become(boolean live, String why) {
        isLive = live;
        StreamState state = live ? StreamState.LIVE : StreamState.AWAY;
        summary = new StreamSummary(name, state, epoch.number(), epoch.format(), epoch.stripes());
        log.info(
                "stream={} epoch={} state={} format={} reason=\"{}\"",
                name,
                epoch.number(),
                state.word(),
                epoch.format().label(),
                why);
    }
}
