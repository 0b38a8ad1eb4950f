/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.id.StreamName;
import io.p2plive.loop.Loop;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.NodeMessage.StreamSummary;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.tracker.journal.Journal;
import io.p2plive.tracker.mesh.ForwardSlots;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All swarms of the tracker, each made when its first viewer comes. Safe from any thread. */
public final class Swarms {
    private static final Logger log = LoggerFactory.getLogger(Swarms.class);

    private final Supplier<Loop> loops;
    private final SwarmSettings settings;
    private final Commons commons;
    private final Map<StreamName, Swarm> swarms = new ConcurrentHashMap<>();
    private final Map<StreamName, StreamSummary> streams = new ConcurrentHashMap<>();
    private final AtomicInteger viewers = new AtomicInteger();
    private volatile List<ForwardEntry> forwards = List.of();

    /**
     * No swarm yet.
     *
     * @param loops gives the loop on which the next swarm shall live
     * @param journal where what happens to the meshes is written down
     */
    public Swarms(Supplier<Loop> loops, SwarmSettings settings, Journal journal) {
        this.loops = loops;
        this.settings = settings;
        this.commons = new Commons(settings, new ForwardSlots(settings.mesh().slotsPerForward()), journal);
    }

    /**
     * Takes a viewer's place; whoever got one gives it back by {@link #release}.
     *
     * @throws ProtocolException when the tracker is full
     */
    public void admit() throws ProtocolException {
        if (viewers.incrementAndGet() > settings.maxViewers()) {
            viewers.decrementAndGet();
            throw new ProtocolException(RefusalReason.TOO_MANY, "this tracker has all the viewers that it can take");
        }
    }

    /** Gives a place back. */
    public void release() {
        viewers.decrementAndGet();
    }

    /** How many viewers are here. */
    public int viewers() {
        return viewers.get();
    }

    /**
     * Runs {@code use} with the swarm of a stream, before the swarm can be dropped for being empty.
     *
     * @throws ProtocolException when there are too many swarms for streams that nobody knows
     */
    public Swarm use(StreamName stream, Consumer<Swarm> use) throws ProtocolException {
        if (!swarms.containsKey(stream) && !streams.containsKey(stream) && isFullOfUnknown()) {
            throw new ProtocolException(
                    RefusalReason.TOO_MANY_STREAMS, "nobody pushes this stream, and too many such are asked for");
        }
        AtomicBoolean isNew = new AtomicBoolean();
        Swarm used = swarms.compute(stream, (name, known) -> {
            isNew.set(known == null);
            Swarm swarm = known == null ? new Swarm(name, loops.get(), commons, this::dropIfIdle) : known;
            if (known == null) {
                inform(swarm);
            }
            use.accept(swarm);
            return swarm;
        });
        if (isNew.get()) {
            log.info("swarm opened stream={} swarms={}", stream, swarms.size());
            // Once more, for news that came while it was not yet in the map.
            inform(used);
        }
        return used;
    }

    private boolean isFullOfUnknown() {
        long unknown = swarms.keySet().stream()
                .filter(name -> !streams.containsKey(name))
                .count();
        return unknown >= settings.maxUnknownSwarms();
    }

    private void inform(Swarm swarm) {
        swarm.forwards(forwards);
        StreamSummary summary = streams.get(swarm.stream());
        if (summary != null) {
            swarm.stream(summary);
        }
    }

    private void dropIfIdle(Swarm swarm) {
        swarms.computeIfPresent(swarm.stream(), (name, known) -> {
            if (known != swarm || !swarm.isIdle()) {
                return known;
            }
            swarm.end();
            log.info("swarm closed stream={} reason=empty", name);
            return null;
        });
    }

    /** What is known of the forwards now. */
    public void forwards(List<ForwardEntry> entries) {
        forwards = List.copyOf(entries);
        swarms.values().forEach(swarm -> swarm.forwards(forwards));
    }

    /** The forwards as they are known now. */
    public List<ForwardEntry> forwards() {
        return forwards;
    }

    /** The forwards' slots, of which all swarms take. */
    public ForwardSlots slots() {
        return commons.slots();
    }

    /** All streams that any coordinate speaks of; one that none names any more waits for its next push. */
    public void streams(List<StreamSummary> summaries) {
        Set<StreamName> named = summaries.stream().map(StreamSummary::name).collect(Collectors.toSet());
        for (StreamName name : List.copyOf(streams.keySet())) {
            if (!named.contains(name)) {
                streams.remove(name);
                tell(StreamSummary.waiting(name));
            }
        }
        for (StreamSummary summary : summaries) {
            if (!summary.equals(streams.put(summary.name(), summary))) {
                tell(summary);
            }
        }
    }

    private void tell(StreamSummary summary) {
        Swarm swarm = swarms.get(summary.name());
        if (swarm != null) {
            swarm.stream(summary);
        }
    }

    /** Every swarm as it is now. */
    public CompletableFuture<List<SwarmView>> views(int maxMembers) {
        List<CompletableFuture<SwarmView>> views =
                swarms.values().stream().map(swarm -> swarm.view(maxMembers)).toList();
        return CompletableFuture.allOf(views.toArray(CompletableFuture[]::new))
                .thenApply(done -> views.stream().map(CompletableFuture::join).toList());
    }

    /** Tells all viewers that the tracker goes. */
    public CompletableFuture<Void> moveAll() {
        return CompletableFuture.allOf(swarms.values().stream().map(Swarm::move).toArray(CompletableFuture[]::new));
    }
}
