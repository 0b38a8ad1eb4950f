/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import io.p2plive.protocol.LinkMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream's viewers on one event loop, in an array of their own. What is posted from the stream's loop is worked off in
 * its order by one task however much of it there is, so that a loop that is behind writes more at once instead of falling
 * further back. {@link #post} may be called from any thread; the rest happens on the loop.
 *
 * <p>Confined to {@code loop}.
 */
final class ViewerGroup {
    private static final Logger log = LoggerFactory.getLogger(ViewerGroup.class);
    /** After these the loop's other tasks and sockets have their turn. */
    private static final int MOST_AT_ONCE = 256;
    /** A loop so far behind gets no more chunks until it has worked off some. */
    private static final long MAX_POSTED_BYTES = 64L * 1024 * 1024;

    private final Executor loop;
    private final EdgeLimits limits;
    private final Queue<Consumer<ViewerGroup>> posted = new ConcurrentLinkedQueue<>();
    private final AtomicLong postedBytes = new AtomicLong();
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    /** Chunks dropped since the last batch that was posted; belongs to the stream's loop. */
    private int lostChunks;

    /** Batches that no viewer has got yet; empty between two tasks. */
    private final List<Batch> ready = new ArrayList<>();

    private ViewerQueue[] viewers = new ViewerQueue[16];
    private int size;
    /** Something but batches happened, after which viewers may have what is not let out yet. */
    private boolean isTouched;

    ViewerGroup(Executor loop, EdgeLimits limits) {
        this.loop = loop;
        this.limits = limits;
    }

    /** Does something on the loop, after all that was posted before. */
    void post(Consumer<ViewerGroup> action) {
        enqueue(group -> {
            group.deliver();
            action.accept(group);
            group.isTouched = true;
        });
    }

    private void enqueue(Consumer<ViewerGroup> step) {
        posted.add(step);
        if (isScheduled.compareAndSet(false, true)) {
            try {
                loop.execute(this::workOff);
            } catch (RejectedExecutionException e) {
                // The forward stops and the loop has ended, its viewers with it.
                posted.clear();
            }
        }
    }

    /** Takes ownership of one count of the batch. Only the stream's loop posts batches. */
    void post(Batch batch) {
        if (postedBytes.addAndGet(batch.bytes()) > MAX_POSTED_BYTES) {
            postedBytes.addAndGet(-batch.bytes());
            lostChunks += batch.size();
            batch.release();
            return;
        }
        int lost = lostChunks;
        lostChunks = 0;
        enqueue(group -> {
            postedBytes.addAndGet(-batch.bytes());
            if (lost > 0) {
                group.deliver();
                group.onLost(lost);
            }
            group.ready.add(batch);
        });
    }

    private void workOff() {
        isScheduled.set(false);
        Consumer<ViewerGroup> step;
        for (int i = 0; i < MOST_AT_ONCE && (step = posted.poll()) != null; i++) {
            step.accept(this);
        }
        deliver();
        if (isTouched) {
            isTouched = false;
            forEach(ViewerQueue::flush);
        }
        if (!posted.isEmpty() && isScheduled.compareAndSet(false, true)) {
            loop.execute(this::workOff);
        }
    }

    private void onLost(int chunks) {
        log.warn("loop is behind: viewers skip to the next keyframe viewers={} chunksDropped={}", size, chunks);
        forEach(viewer -> viewer.skip(chunks));
    }

    /** Each viewer in its turn gets all that is ready, in one write: its memory is fetched once. */
    private void deliver() {
        if (ready.isEmpty()) {
            return;
        }
        long nowNanos = System.nanoTime();
        int late = countLate(nowNanos);
        try {
            for (int i = size - 1; i >= 0; i--) {
                deliver(viewers[i], late, nowNanos);
            }
        } finally {
            ready.forEach(Batch::release);
            ready.clear();
        }
    }

    /** Those in front that waited for the loop longer than a viewer's chunks may. */
    private int countLate(long nowNanos) {
        long maxNanos = TimeUnit.MILLISECONDS.toNanos(limits.queueMillis());
        int late = 0;
        while (late < ready.size() && ready.get(late).ageNanos(nowNanos) > maxNanos) {
            late++;
        }
        return late;
    }

    private void deliver(ViewerQueue viewer, int late, long nowNanos) {
        try {
            for (int i = 0; i < ready.size(); i++) {
                if (i < late) {
                    skip(viewer, ready.get(i));
                } else {
                    viewer.offer(ready.get(i), nowNanos);
                }
            }
            viewer.flush();
        } catch (RuntimeException e) {
            log.error("viewer failed remote={}", viewer.channel().remoteAddress(), e);
            viewer.channel().close();
        }
    }

    /** It is our loop that is late: dropping costs next to nothing, so that it catches up at once. */
    private static void skip(ViewerQueue viewer, Batch batch) {
        viewer.skip(0);
        for (int i = 0; i < batch.size(); i++) {
            viewer.miss(batch.chunk(i));
        }
    }

    void onStream(LinkMessage.Stream stream, String json) {
        log.debug("stream {} is {} viewers={}", stream.name(), stream.state(), size);
        forEach(viewer -> viewer.sendText(json));
    }

    void onEpoch() {
        forEach(ViewerQueue::onEpoch);
    }

    private void forEach(Consumer<ViewerQueue> action) {
        for (int i = size - 1; i >= 0; i--) {
            action.accept(viewers[i]);
        }
    }

    /** A viewer that was closed meanwhile is not added. */
    void add(ViewerQueue viewer) {
        if (viewer.isClosed() || viewer.index >= 0) {
            return;
        }
        if (size == viewers.length) {
            viewers = Arrays.copyOf(viewers, 2 * size);
        }
        viewer.index = size;
        viewers[size++] = viewer;
    }

    void remove(ViewerQueue viewer) {
        if (viewer.index < 0) {
            return;
        }
        ViewerQueue last = viewers[--size];
        viewers[viewer.index] = last;
        last.index = viewer.index;
        viewers[size] = null;
        viewer.index = -1;
    }

    int size() {
        return size;
    }
}
