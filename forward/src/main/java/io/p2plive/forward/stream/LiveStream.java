/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.stream;

import io.p2plive.id.StreamName;
import io.p2plive.loop.Loop;
import io.p2plive.media.Chunk;
import io.p2plive.media.GopCache;
import io.p2plive.protocol.LinkMessage;
import io.p2plive.protocol.NodeMessage.ForwardStream;
import io.p2plive.protocol.RelayMessage.CloseReason;
import io.p2plive.protocol.StreamState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream: fed by the sources that push its newest epoch, heard by one audience. Several sources of the same epoch (a
 * link that was lost and dialled anew, or two at once) make one stream: a chunk is taken from whoever brings it first.
 * The public methods may be called from any thread; everything else happens on the loop.
 *
 * <p>Confined to {@code loop}.
 *
 * @param <A> who listens
 */
public final class LiveStream<A extends Audience> {
    private static final Logger log = LoggerFactory.getLogger(LiveStream.class);
    private static final long NONE = -1;

    private final StreamName name;
    private final Loop loop;
    private final A audience;
    private final GopCache gop;
    private final RecentChunks recent;

    /** Those that push the current epoch; they compare by identity. */
    private final Set<Source> sources = new HashSet<>();

    private StreamState state = StreamState.WAITING;
    private LinkMessage.Stream announced;
    private long epoch = NONE;
    private long sequence = NONE;
    private int stripes;
    private boolean hasEnded;

    LiveStream(StreamName name, Loop loop, A audience, StreamLimits limits) {
        this.name = name;
        this.loop = loop;
        this.audience = audience;
        this.gop = new GopCache(limits.gopBytes());
        this.recent = new RecentChunks(limits.recentBytes(), limits.recentMillis());
        this.announced = message();
    }

    /** Under which it is pushed and watched. */
    public StreamName name() {
        return name;
    }

    /** Calls back on the stream's loop with its audience. */
    public void withAudience(Consumer<A> receiver) {
        loop.execute(() -> receiver.accept(audience));
    }

    /**
     * Calls back on the stream's loop with what the stream is and holds; what the audience hears later follows it without
     * a gap.
     *
     * @param from the first chunk wanted, or null for the latest keyframe
     */
    public void catchUp(LinkMessage.Position from, BiConsumer<A, Backlog> receiver) {
        loop.execute(() -> receiver.accept(audience, onCatchUp(from)));
    }

    /** Calls back on the stream's loop with the chunks asked for that are held, and the sequences that are not. */
    public void find(LinkMessage.Request request, BiConsumer<A, Found> receiver) {
        loop.execute(() -> receiver.accept(audience, onFind(request)));
    }

    /** The answer to a request for single chunks. */
    public record Found(List<Chunk> chunks, List<Long> missing) {}

    /** How it is, for those who watch over the forward. */
    public CompletionStage<ForwardStream> summary() {
        CompletableFuture<ForwardStream> summary = new CompletableFuture<>();
        loop.execute(() -> summary.complete(onSummary()));
        return summary;
    }

    void open(Source source) {
        loop.execute(() -> onOpen(source));
    }

    void publish(Source source, List<Chunk> chunks, Runnable taken) {
        loop.execute(() -> {
            onPublish(source, chunks);
            taken.run();
        });
    }

    void close(Source source, CloseReason reason) {
        loop.execute(() -> onClose(source, reason));
    }

    void lose(Source source) {
        loop.execute(() -> onLost(source));
    }

    private void onOpen(Source source) {
        assert loop.isCurrent();
        long opened = source.epoch();
        if (opened < epoch || (opened == epoch && (hasEnded || source.stripes() != stripes))) {
            log.warn("stale epoch ignored stream={} epoch={} current={}", name, opened, epoch);
            return;
        }
        if (opened > epoch) {
            begin(source);
        }
        sources.add(source);
        become(StreamState.LIVE, "epoch " + epoch + " of " + source.stripes() + " stripes");
    }

    private void begin(Source source) {
        epoch = source.epoch();
        stripes = source.stripes();
        sequence = NONE;
        hasEnded = false;
        sources.clear();
        gop.clear();
        recent.clear();
        audience.onEpoch();
    }

    private void onPublish(Source source, List<Chunk> chunks) {
        assert loop.isCurrent();
        if (!sources.contains(source)) {
            return;
        }
        List<Chunk> news = new ArrayList<>(chunks.size());
        for (Chunk chunk : chunks) {
            if (chunk.sequence() > sequence && !hasEnded) {
                take(chunk);
                news.add(chunk);
            }
        }
        if (!news.isEmpty()) {
            audience.onChunks(news);
        }
    }

    private void take(Chunk chunk) {
        sequence = chunk.sequence();
        hasEnded = chunk.isEnd();
        gop.add(chunk);
        recent.add(chunk, loop.nanoTime());
    }

    private void onClose(Source source, CloseReason reason) {
        if (!sources.remove(source) || !sources.isEmpty()) {
            return;
        }
        // The same broadcaster pushes anew, so it is not away; until its epoch opens there is nothing to show.
        become(reason == CloseReason.REPLACED ? StreamState.WAITING : StreamState.AWAY, reason.word());
    }

    private void onLost(Source source) {
        if (sources.remove(source) && sources.isEmpty()) {
            become(hasEnded ? StreamState.AWAY : StreamState.WAITING, "link lost");
        }
    }

    private void become(StreamState next, String reason) {
        if (state != next) {
            log.info("stream {} {} -> {}: {}", name, state, next, reason);
            state = next;
        }
        LinkMessage.Stream message = message();
        if (!message.equals(announced)) {
            announced = message;
            audience.onStream(message);
        }
    }

    private LinkMessage.Stream message() {
        return new LinkMessage.Stream(name, state, stripes);
    }

    private Backlog onCatchUp(LinkMessage.Position from) {
        assert loop.isCurrent();
        if (from != null && from.epoch() == epoch) {
            if (from.sequence() > sequence) {
                return new Backlog(announced, List.of(), false);
            }
            if (recent.reachesBackTo(from.sequence())) {
                return new Backlog(announced, recent.since(from.sequence()), false);
            }
        }
        boolean isAhead = from != null && from.epoch() > epoch;
        List<Chunk> running = isAhead ? List.of() : gop.chunks();
        return new Backlog(announced, running, running.isEmpty());
    }

    private Found onFind(LinkMessage.Request request) {
        assert loop.isCurrent();
        List<Chunk> found = new ArrayList<>();
        List<Long> missing = new ArrayList<>();
        for (long wanted : request.sequences()) {
            if (request.epoch() != epoch) {
                missing.add(wanted);
            } else {
                recent.find(wanted).ifPresentOrElse(found::add, () -> missing.add(wanted));
            }
        }
        return new Found(found, missing);
    }

    private ForwardStream onSummary() {
        return new ForwardStream(name, state, Math.max(0, epoch), Math.max(0, sequence), stripes, audience.size());
    }

    @Override
    public String toString() {
        return "stream " + Objects.toString(name);
    }
}
