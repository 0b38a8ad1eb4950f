/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import io.p2plive.id.StreamName;
import io.p2plive.loop.Loop;
import io.p2plive.protocol.NodeMessage.StreamSummary;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** All streams by name, and all outlets: every outlet gets every stream. Safe from any thread. */
public final class LiveStreams {
    private final Map<StreamName, LiveStream> streams = new ConcurrentHashMap<>();
    private final Set<Outlet> outlets = ConcurrentHashMap.newKeySet();
    private final Supplier<Loop> loops;
    private final int maxGopBytes;

    /**
     * No streams yet.
     *
     * @param loops picks the loop of a new stream
     * @param maxGopBytes most bytes of a running GOP to keep for late outlets
     */
    public LiveStreams(Supplier<Loop> loops, int maxGopBytes) {
        this.loops = loops;
        this.maxGopBytes = maxGopBytes;
    }

    /** The stream of that name, made when it is new. */
    LiveStream getOrCreate(StreamName name) {
        LiveStream stream = streams.computeIfAbsent(name, key -> new LiveStream(key, loops.get(), maxGopBytes));
        outlets.forEach(outlet -> attach(stream, outlet));
        return stream;
    }

    /** An outlet that is detached meanwhile, on another thread, does not stay. */
    private void attach(LiveStream stream, Outlet outlet) {
        stream.attach(outlet);
        if (!outlets.contains(outlet)) {
            stream.detach(outlet);
        }
    }

    /** {@code outlet} gets every stream, those that run from their running GOP on. */
    public void attach(Outlet outlet) {
        outlets.add(outlet);
        streams.values().forEach(stream -> stream.attach(outlet));
    }

    /** {@code outlet} gets nothing any more. */
    public void detach(Outlet outlet) {
        outlets.remove(outlet);
        streams.values().forEach(stream -> stream.detach(outlet));
    }

    /** How a stream is. */
    public StreamSummary summary(StreamName name) {
        LiveStream stream = streams.get(name);
        return stream == null ? StreamSummary.waiting(name) : stream.summary();
    }

    /** How all streams are. */
    public List<StreamSummary> summaries() {
        return streams.values().stream().map(LiveStream::summary).toList();
    }

    /** All streams that were ever pushed. */
    public Collection<LiveStream> all() {
        return List.copyOf(streams.values());
    }
}
