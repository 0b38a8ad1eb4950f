/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import java.util.Arrays;

/**
 * What one sender sends to one child: each chunk of its stripes as it comes, and before that what it asked for of the
 * past, as fast as the queue drains. A child too slow for that loses everything up to the next keyframe.
 *
 * <p>Confined to the run.
 */
final class Feed {
    private static final long MAX_LAG_MICROS = 2_000_000;
    private static final long BEHIND_MICROS = 500_000;
    private static final int MAX_REPEATS_PER_SECOND = 128;
    private static final long WAIT_AGAIN_MICROS = 400_000;
    private static final int NONE = -1;

    final int id;
    final Node from;
    final Viewer to;
    final long delayMicros;
    /** The receiving end of it. */
    final Feeder feeder;

    private final World world;
    private final Timeline timeline;
    /** The stripes wanted, a bit each. */
    int stripes;
    /** The stripes that the tracker wants the child to have from here, a bit each. */
    int named;

    final SendQueue queue;
    final FirstChunks firsts;
    int chunksSent;
    /** Of those, the ones that the child asked for once more, of stripes that it has from here. */
    int chunksRepeated;

    boolean isClosed;
    /** The receiver has closed its end: what is still in flight is lost. */
    boolean isDeaf;

    int inFlight;
    long inFlightBytes;
    private final int[] backlog;
    private boolean isDraining;
    private long toldToWaitMicros = Long.MIN_VALUE / 2;
    private long repeatsSecond;
    private int repeats;

    Feed(World world, Node from, Viewer to, long delayMicros) {
        this.world = world;
        this.timeline = world.timeline;
        this.from = from;
        this.to = to;
        this.delayMicros = delayMicros;
        this.backlog = new int[timeline.stripes];
        Arrays.fill(backlog, NONE);
        this.queue = new SendQueue(world.stripeBytesPerMicro());
        this.firsts = new FirstChunks(timeline.stripes);
        this.named = from instanceof Viewer viewer ? viewer.namedStripes(to) : 0;
        this.id = world.feeds.add(this);
        this.feeder = new Feeder(this, world);
    }

    int bytesOf(int chunk) {
        return LifeMessage.is(chunk) ? LifeMessage.BYTES : timeline.bytes[chunk];
    }

    /** A chunk, or a message, goes onto the line; it was queued at that time. */
    void onTransmitted(int chunk, long sinceMicros) {
        inFlight++;
        if (!LifeMessage.is(chunk)) {
            int bytes = timeline.bytes[chunk];
            queue.bytes -= bytes;
            inFlightBytes += bytes;
            firsts.onSent(timeline.stripeOf[chunk], sinceMicros, world.events.nowMicros());
            world.onSent(from, bytes);
        }
    }

    void onArrived(int chunk) {
        inFlight--;
        inFlightBytes -= LifeMessage.is(chunk) ? 0 : timeline.bytes[chunk];
    }

    /** The receiver asks the sender whether it lives. */
    void ping() {
        if (reverse() != null) {
            reverse().say(LifeMessage.PING);
        }
    }

    /** What the receiver sends to the sender, or null. */
    Feed reverse() {
        Link link = from instanceof Viewer viewer ? to.links.to(viewer) : null;
        return link == null ? null : link.from(to);
    }

    /** Sends a message of that kind. */
    void say(int message) {
        if (!isClosed && !queue.isFrozen()) {
            from.uplink.sendFirst(this, message);
        }
    }

    /** The receiver is not there any more, and nobody says so: it takes nothing of what waits for it. */
    void freeze() {
        int waiting = queue.bytes;
        from.uplink.purge(this);
        queue.bytes = waiting;
        queue.freeze(world.events.nowMicros());
    }

    /** Replaces the set of stripes; those new in it start at that chunk, or at the sender's latest keyframe. */
    void subscribe(int wanted, int start) {
        if (isClosed) {
            return;
        }
        int begin = startFor(start);
        for (int stripe = 0; stripe < backlog.length; stripe++) {
            boolean isWanted = (wanted >> stripe & 1) != 0;
            if (!isWanted) {
                backlog[stripe] = NONE;
            } else if ((stripes >> stripe & 1) == 0) {
                firsts.onHeard(stripe, world.events.nowMicros());
                backlog[stripe] = begin >= 0 ? timeline.next(stripe, begin) : NONE;
            }
        }
        stripes = wanted;
        queue.setStripes(Integer.bitCount(wanted));
        drain();
    }

    private int startFor(int start) {
        if (start > from.newest()) {
            return NONE;
        }
        return start >= 0 && from.reaches(start) ? start : from.latestKeyframe();
    }

    /** A chunk has just come to the sender. */
    void relay(int chunk) {
        int stripe = timeline.stripeOf[chunk];
        if ((stripes >> stripe & 1) == 0) {
            return;
        }
        if (backlog[stripe] != NONE && chunk >= backlog[stripe]) {
            drain();
        } else if (standsBack()) {
            backlog[stripe] = chunk;
        } else if (!send(chunk) && backlog[stripe] == NONE && timeline.next(stripe, chunk + 1) > from.newest()) {
            backlog[stripe] = chunk;
        }
    }

    /** Tells the child when what it gets comes late, so that it does not take the sender for gone. */
    void tellToWait(int lateStripes) {
        long nowMicros = world.events.nowMicros();
        if (stripes == 0 || nowMicros - toldToWaitMicros < WAIT_AGAIN_MICROS) {
            return;
        }
        int late = queue.isJammed() ? stripes : stripes & lateStripes;
        if (late != 0) {
            toldToWaitMicros = nowMicros;
            world.events.after(delayMicros, () -> feeder.onWait(late, world.events.nowMicros()));
        }
    }

    /** Sends a chunk once more; false when it cannot. */
    boolean repeat(int chunk) {
        long second = world.events.nowMicros() / 1_000_000;
        repeats = second == repeatsSecond ? repeats : 0;
        repeatsSecond = second;
        boolean isRefused = isClosed || (from instanceof Viewer viewer && viewer.isLineBusy());
        boolean isSent = !isRefused && from.holds(chunk) && repeats++ < MAX_REPEATS_PER_SECOND && send(chunk);
        chunksRepeated += isSent && (stripes >> timeline.stripeOf[chunk] & 1) != 0 ? 1 : 0;
        return isSent;
    }

    /** Whether the child still lacks what has been here for long. */
    boolean isBehind() {
        int oldest = oldestOfBacklog();
        return oldest != NONE && backlog[oldest] <= from.newest() && lagMicros(backlog[oldest]) > BEHIND_MICROS;
    }

    /** Measures what waits; says whether the line is busy with it. */
    boolean isBusy(long nowMicros) {
        int waiting = 0;
        for (int stripe = 0; stripe < backlog.length; stripe++) {
            if (backlog[stripe] != NONE) {
                for (int chunk = backlog[stripe]; chunk <= from.newest(); chunk = timeline.next(stripe, chunk + 1)) {
                    waiting += from.holds(chunk) ? timeline.bytes[chunk] : 0;
                }
            }
        }
        queue.setBacklog(waiting);
        return queue.isBusy(nowMicros);
    }

    /** Sends what fits of the backlog, the oldest first. */
    void drain() {
        if (isClosed || isDraining) {
            return;
        }
        isDraining = true;
        drainBacklog();
        isDraining = false;
    }

    private void drainBacklog() {
        for (int stripe = oldestOfBacklog(); stripe != NONE; stripe = oldestOfBacklog()) {
            int chunk = backlog[stripe];
            if (chunk <= from.newest() && from.holds(chunk) && !send(chunk)) {
                passOverIfFarBehind(chunk);
                return;
            }
            int next = timeline.next(stripe, chunk == Integer.MAX_VALUE ? chunk : chunk + 1);
            backlog[stripe] = next > from.newest() ? NONE : next;
        }
    }

    private int oldestOfBacklog() {
        int oldest = NONE;
        for (int stripe = 0; stripe < backlog.length; stripe++) {
            if (backlog[stripe] != NONE && (oldest == NONE || backlog[stripe] < backlog[oldest])) {
                oldest = stripe;
            }
        }
        return oldest;
    }

    private void passOverIfFarBehind(int next) {
        int keyframe = from.latestKeyframe();
        if (lagMicros(next) <= MAX_LAG_MICROS || keyframe <= next) {
            return;
        }
        for (int stripe = 0; stripe < backlog.length; stripe++) {
            if (backlog[stripe] != NONE) {
                backlog[stripe] = Math.max(backlog[stripe], timeline.next(stripe, keyframe));
            }
        }
    }

    private long lagMicros(int chunk) {
        return timeline.ingestMicros(timeline.pictureOf[from.newest()])
                - timeline.ingestMicros(timeline.pictureOf[chunk]);
    }

    private boolean send(int chunk) {
        int bytes = timeline.bytes[chunk];
        if (!queue.takes(bytes) || standsBack()) {
            return false;
        }
        queue.bytes += bytes;
        chunksSent++;
        if (!queue.isFrozen()) {
            from.uplink.send(this, chunk);
        }
        return true;
    }

    /** Whom the tracker did not name is helped out only with what the others leave. */
    private boolean standsBack() {
        return from instanceof Viewer viewer && viewer.isLineBusy() && named == 0;
    }

    /** Nothing more is sent; what waits is dropped. */
    void close() {
        if (!isClosed) {
            isClosed = true;
            from.uplink.purge(this);
            from.feeds.remove(this);
            world.feeds.reclaim(this);
        }
    }
}
