/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.stream;

import io.p2plive.id.StreamName;
import io.p2plive.loop.Loop;
import io.p2plive.protocol.NodeMessage.ForwardStream;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.RelayMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All streams by their names. A name lives as long as somebody pushes or watches it; one that was pushed is remembered a
 * while longer, so that a link that returns finds its viewers' GOP and epoch. Safe from any thread.
 *
 * @param <A> who listens to a stream
 */
public final class LiveStreams<A extends Audience> implements AutoCloseable {
    private static final long SWEEP_MILLIS = 1_000;

    private final Supplier<Loop> loops;
    private final Function<Loop, A> audiences;
    private final StreamLimits limits;
    private final Loop clock;
    private final Loop.Timer sweeping;
    private final ConcurrentHashMap<StreamName, Entry<A>> entries = new ConcurrentHashMap<>();
    private final AtomicInteger pushed = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Changed only inside {@code compute} of its name, which is what makes it safe. */
    private static final class Entry<A extends Audience> {
        private final LiveStream<A> stream;
        private int users;
        private boolean wasPushed;
        private long idleSinceNanos;

        Entry(LiveStream<A> stream) {
            this.stream = stream;
        }
    }

    /**
     * No streams yet.
     *
     * @param loops names the loop of each new stream
     * @param audiences makes the audience of each new stream, on the stream's loop
     */
    public LiveStreams(Supplier<Loop> loops, Function<Loop, A> audiences, StreamLimits limits) {
        this.loops = loops;
        this.audiences = audiences;
        this.limits = limits;
        this.clock = loops.get();
        this.sweeping = clock.repeat(SWEEP_MILLIS, this::dropIdle);
    }

    /**
     * An epoch begins to come in; ended by {@link Source#close} or {@link Source#lose}.
     *
     * @throws ProtocolException when there are too many streams
     */
    public Source open(RelayMessage.Open open) throws ProtocolException {
        Entry<A> entry = entries.compute(open.stream(), (name, found) -> push(name, found));
        if (entry == null || !entry.wasPushed) {
            throw tooMany("no more than " + limits.maxStreams() + " streams are carried here");
        }
        Source source = new Source(this, entry.stream, open);
        entry.stream.open(source);
        return source;
    }

    private Entry<A> push(StreamName name, Entry<A> found) {
        if (found != null && found.wasPushed) {
            found.users++;
            return found;
        }
        if (!take(pushed, limits.maxStreams())) {
            return found;
        }
        if (found != null) {
            waiting.decrementAndGet();
        }
        Entry<A> entry = found == null ? create(name) : found;
        entry.wasPushed = true;
        entry.users++;
        return entry;
    }

    /**
     * Somebody watches, whether or not the stream is pushed; ended by {@link #leave}.
     *
     * @throws ProtocolException when viewers wait for too many names that nobody pushes
     */
    public LiveStream<A> watch(StreamName name) throws ProtocolException {
        Entry<A> entry = entries.compute(name, (key, found) -> {
            if (found == null && !take(waiting, limits.maxWaiting())) {
                return null;
            }
            Entry<A> watched = found == null ? create(key) : found;
            watched.users++;
            return watched;
        });
        if (entry == null) {
            throw tooMany("too many streams are waited for; ask for one that is live");
        }
        return entry.stream;
    }

    private Entry<A> create(StreamName name) {
        Loop loop = loops.get();
        return new Entry<>(new LiveStream<>(name, loop, audiences.apply(loop), limits));
    }

    private static boolean take(AtomicInteger places, int max) {
        if (places.incrementAndGet() > max) {
            places.decrementAndGet();
            return false;
        }
        return true;
    }

    private static ProtocolException tooMany(String message) {
        return new ProtocolException(RefusalReason.TOO_MANY_STREAMS, message);
    }

    /** A watcher or a source is gone. */
    public void leave(StreamName name) {
        entries.computeIfPresent(name, (key, entry) -> {
            entry.users--;
            entry.idleSinceNanos = clock.nanoTime();
            if (entry.users == 0 && !entry.wasPushed) {
                waiting.decrementAndGet();
                return null;
            }
            return entry;
        });
    }

    private void dropIdle() {
        long idleNanos = TimeUnit.MILLISECONDS.toNanos(limits.idleMillis());
        for (StreamName name : entries.keySet()) {
            entries.computeIfPresent(name, (key, entry) -> {
                if (entry.users > 0 || clock.nanoTime() - entry.idleSinceNanos < idleNanos) {
                    return entry;
                }
                pushed.decrementAndGet();
                return null;
            });
        }
    }

    /** Idle names are looked for no more. */
    @Override
    public void close() {
        sweeping.cancel();
    }

    /** How each stream is. */
    public CompletionStage<List<ForwardStream>> summaries() {
        List<CompletableFuture<ForwardStream>> summaries = new ArrayList<>();
        entries.values().forEach(entry -> summaries.add(entry.stream.summary().toCompletableFuture()));
        return CompletableFuture.allOf(summaries.toArray(CompletableFuture[]::new))
                .thenApply(
                        done -> summaries.stream().map(CompletableFuture::join).toList());
    }
}
