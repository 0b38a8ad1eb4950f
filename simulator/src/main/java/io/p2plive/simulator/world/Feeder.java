/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import java.util.Arrays;

/** The receiving end of a feed: what comes of each stripe, and whether it still does. Confined to the run. */
final class Feeder {
    private static final int PROOF_CHUNKS = 3;
    private static final int SILENCE_CHUNKS = 3;
    private static final long DOUBT_MICROS = 120_000;
    private static final long SILENCE_MICROS = 350_000;
    private static final long SILENCE_MICROS_PER_HOP = 100_000;
    private static final int MAX_HOPS_COUNTED = 5;
    private static final int PAUSES_OF_SILENCE = 2;
    private static final double PAUSE_DECAY = 0.9;
    private static final long MAX_PAUSE_MICROS = 1_000_000;
    private static final long FIRST_CHUNK_MICROS = 5_000_000;
    private static final long WAIT_MICROS = 700_000;
    private static final long MAX_WAIT_MICROS = 2_000_000;
    private static final long NEVER = Long.MIN_VALUE / 2;

    final Feed feed;
    private final LifeSign life;
    private boolean isGone;
    /** What the sender is asked to send now, a bit a stripe. */
    int subscribed;
    /** Something was asked of it at some time. */
    boolean isParent;

    final int[] hops;
    private final int[] newest;
    private final int[] proven;
    private final int[] from;
    /** How many chunks of other stripes had come when the last of this one did, or was asked for. */
    private final int[] overtakenAtLast;

    private final long[] lastMicros;
    private final long[] subscribedMicros;
    private final double[] longestPauseMicros;
    private final long[] lateSinceMicros;
    private final long[] patientUntilMicros;

    Feeder(Feed feed, World world) {
        int stripes = world.timeline.stripes;
        this.feed = feed;
        this.life = new LifeSign(feed::ping, 2 * feed.delayMicros);
        this.hops = new int[stripes];
        this.newest = new int[stripes];
        this.proven = new int[stripes];
        this.from = new int[stripes];
        this.overtakenAtLast = feed.to.sources.overtaken.clone();
        this.lastMicros = new long[stripes];
        this.subscribedMicros = new long[stripes];
        this.longestPauseMicros = new double[stripes];
        this.lateSinceMicros = new long[stripes];
        this.patientUntilMicros = new long[stripes];
        Arrays.fill(lateSinceMicros, Long.MAX_VALUE);
        Arrays.fill(newest, -1);
        Arrays.fill(lastMicros, NEVER);
    }

    boolean isForward() {
        return feed.from instanceof Forward;
    }

    /** Notes what is asked of it now; the new stripes begin at that chunk. */
    void onSubscribed(int stripes, int position, long nowMicros) {
        for (int stripe = 0; stripe < hops.length; stripe++) {
            if (((stripes & ~subscribed) >> stripe & 1) != 0) {
                proven[stripe] = 0;
                overtakenAtLast[stripe] = feed.to.sources.overtaken[stripe];
                from[stripe] = position;
                subscribedMicros[stripe] = nowMicros;
            }
        }
        subscribed = stripes;
        isParent |= stripes != 0;
    }

    void onChunk(int stripe, int chunk, int chunkHops, long nowMicros) {
        onSign();
        boolean isFirst = lastMicros[stripe] == NEVER;
        double pause = (double) Math.min(nowMicros - lastMicros[stripe], MAX_PAUSE_MICROS);
        longestPauseMicros[stripe] = isFirst ? 0 : Math.max(pause, longestPauseMicros[stripe] * PAUSE_DECAY);
        lastMicros[stripe] = nowMicros;
        lateSinceMicros[stripe] = Long.MAX_VALUE;
        overtakenAtLast[stripe] = feed.to.sources.overtaken[stripe];
        hops[stripe] = chunkHops;
        newest[stripe] = Math.max(newest[stripe], chunk);
        proven[stripe] += chunk >= from[stripe] ? 1 : 0;
    }

    /** Something came from it: it lives. */
    void onSign() {
        isGone = false;
        life.onSign();
    }

    /** Asks a viewer that pauses whether it is there. */
    void look(long nowMicros) {
        boolean isInDoubt = false;
        for (int stripe = 0; stripe < hops.length; stripe++) {
            isInDoubt |= isFeeding(stripe) && isInDoubt(stripe, nowMicros);
        }
        if (isInDoubt) {
            isGone = life.doubt(nowMicros);
        }
    }

    /** Whether what came until now comes no more, while the others run on. */
    private boolean isInDoubt(int stripe, long nowMicros) {
        long pausesMicros = PAUSES_OF_SILENCE * Math.round(longestPauseMicros[stripe]);
        return isOvertaken(stripe)
                && lastMicros[stripe] >= subscribedMicros[stripe]
                && nowMicros - lastMicros[stripe] >= Math.max(DOUBT_MICROS, pausesMicros);
    }

    private boolean isOvertaken(int stripe) {
        return feed.to.sources.overtaken[stripe] - overtakenAtLast[stripe] >= SILENCE_CHUNKS;
    }

    boolean isFeeding(int stripe) {
        return (subscribed >> stripe & 1) != 0;
    }

    boolean delivers(int stripe) {
        return isFeeding(stripe) && proven[stripe] >= PROOF_CHUNKS;
    }

    /** Whether the stripe comes from it, just now, from where it was asked to begin. */
    boolean isServing(int stripe, long nowMicros) {
        return isFeeding(stripe) && proven[stripe] > 0 && !isSilent(stripe, nowMicros);
    }

    boolean isRunning(long nowMicros) {
        for (int stripe = 0; stripe < hops.length; stripe++) {
            if (delivers(stripe) && !isSilent(stripe, nowMicros)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the stripe has stopped while the others run on. */
    boolean isSilent(int stripe, long nowMicros) {
        if (isGone && isInDoubt(stripe, nowMicros)) {
            return true;
        }
        long since = Math.max(lastMicros[stripe], subscribedMicros[stripe]);
        return isOvertaken(stripe)
                && nowMicros - since >= patienceMicros(stripe)
                && nowMicros >= patientUntilMicros[stripe];
    }

    /** It says that these stripes come late: so it lives, and whoever is above it mends what is broken. */
    void onWait(int stripes, long nowMicros) {
        onSign();
        for (int stripe = 0; stripe < hops.length; stripe++) {
            if ((stripes & subscribed & 1 << stripe) != 0) {
                lateSinceMicros[stripe] = Math.min(lateSinceMicros[stripe], nowMicros);
                boolean isBelieved = nowMicros - lateSinceMicros[stripe] < MAX_WAIT_MICROS;
                patientUntilMicros[stripe] = isBelieved ? nowMicros + WAIT_MICROS : patientUntilMicros[stripe];
            }
        }
    }

    private long patienceMicros(int stripe) {
        if (lastMicros[stripe] < subscribedMicros[stripe]) {
            return FIRST_CHUNK_MICROS;
        }
        long depth = SILENCE_MICROS_PER_HOP * Math.min(hops[stripe], MAX_HOPS_COUNTED);
        return Math.max(SILENCE_MICROS + depth, PAUSES_OF_SILENCE * Math.round(longestPauseMicros[stripe]));
    }

    /** It has to prove again that it delivers. */
    void suspect(int stripe) {
        proven[stripe] = 0;
    }

    /** When the stripe was asked for. */
    long subscribedMicros(int stripe) {
        return subscribedMicros[stripe];
    }

    int newestOf(int stripe) {
        return newest[stripe];
    }
}
