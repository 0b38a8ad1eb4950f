/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import io.p2plive.id.StreamName;
import io.p2plive.loop.Loop;
import io.p2plive.protocol.NodeMessage.StreamSummary;
import io.p2plive.protocol.RelayMessage.CloseReason;
import io.p2plive.protocol.StreamState;
import java.util.LinkedHashSet;
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
    private final RunningGop gop;
    private final Set<Outlet> outlets = new LinkedHashSet<>();
    private Outlet.Epoch epoch;
    private boolean isLive;

    /** For readers on other threads: replaced whole. */
    private volatile StreamSummary summary;

    private volatile StreamFigures figures = StreamFigures.NONE;

    LiveStream(StreamName name, Loop loop, int maxGopBytes) {
        this.name = name;
        this.loop = loop;
        this.gop = new RunningGop(maxGopBytes);
        this.summary = StreamSummary.waiting(name);
    }

    /** A push begins; what runs of an earlier one is over. */
    public void begin(Outlet.Epoch next) {
        loop.execute(() -> onBegin(next));
    }

    /** The next chunks of the push that they belong to; takes them over. */
    public void publish(Parcel parcel) {
        loop.execute(() -> onPublish(parcel));
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

    private void onPublish(Parcel parcel) {
        assert loop.isCurrent();
        try {
            if (isLive && parcel.epoch() == epoch.number()) {
                gop.add(parcel);
                figures = figures.plus(parcel, loop.nanoTime());
                outlets.forEach(outlet -> outlet.onChunks(name, parcel));
            }
        } finally {
            parcel.release();
        }
    }

    private void onEnd(Outlet.Epoch ended, CloseReason reason) {
        assert loop.isCurrent();
        if (!isLive || ended.number() != epoch.number()) {
            return;
        }
        gop.clear();
        become(false, "the push is over, " + reason.word());
        outlets.forEach(outlet -> outlet.onClose(name, reason));
    }

    private void onAttach(Outlet outlet) {
        assert loop.isCurrent();
        if (!outlets.add(outlet) || !isLive) {
            return;
        }
        outlet.onOpen(name, epoch);
        gop.forEach(parcel -> outlet.onChunks(name, parcel));
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
