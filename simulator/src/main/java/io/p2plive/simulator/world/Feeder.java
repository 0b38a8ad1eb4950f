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
    private static final int MAX_HOPS_COUNTED = 5;
    private static final int PAUSES_OF_SILENCE = 2;
    private static final double PAUSE_DECAY = 0.9;
    private static final long MAX_PAUSE_MICROS = 1_000_000;
    private static final long FIRST_CHUNK_MICROS = 5_000_000;
    private static final long WAIT_MICROS = 700_000;
    private static final long MAX_WAIT_MICROS = 2_000_000;
    private static final long NEVER = Long.MIN_VALUE / 2;

    final Feed feed;
    private final long silenceMicros;
    private final long silencePerHopMicros;
    /** What the sender is asked to send now, a bit a stripe. */
    int subscribed;
    /** Something was asked of it at some time. */
    boolean isParent;

    final int[] hops;
    private final int[] newest;
    private final int[] proven;
    private final int[] from;
    private final int[] overtakenBy;
    private final long[] lastMicros;
    private final long[] subscribedMicros;
    private final double[] longestPauseMicros;
    private final long[] lateSinceMicros;
    private final long[] patientUntilMicros;

    Feeder(Feed feed, World world) {
        int stripes = world.timeline.stripes;
        this.feed = feed;
        this.silenceMicros = 1_000L * world.scenario.habits().silenceMillis();
        this.silencePerHopMicros = 1_000L * world.scenario.habits().silencePerHopMillis();
        this.hops = new int[stripes];
        this.newest = new int[stripes];
        this.proven = new int[stripes];
        this.from = new int[stripes];
        this.overtakenBy = new int[stripes];
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
                overtakenBy[stripe] = 0;
                from[stripe] = position;
                subscribedMicros[stripe] = nowMicros;
            }
        }
        subscribed = stripes;
        isParent |= stripes != 0;
    }

    void onChunk(int stripe, int chunk, int chunkHops, long nowMicros) {
        boolean isFirst = lastMicros[stripe] == NEVER;
        double pause = (double) Math.min(nowMicros - lastMicros[stripe], MAX_PAUSE_MICROS);
        longestPauseMicros[stripe] = isFirst ? 0 : Math.max(pause, longestPauseMicros[stripe] * PAUSE_DECAY);
        lastMicros[stripe] = nowMicros;
        lateSinceMicros[stripe] = Long.MAX_VALUE;
        overtakenBy[stripe] = 0;
        hops[stripe] = chunkHops;
        newest[stripe] = Math.max(newest[stripe], chunk);
        proven[stripe] += chunk >= from[stripe] ? 1 : 0;
    }

    /** A chunk of this stripe came from whomever. */
    void onProgress(int stripe) {
        for (int other = 0; other < overtakenBy.length; other++) {
            overtakenBy[other] += other == stripe ? 0 : 1;
        }
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
        long since = Math.max(lastMicros[stripe], subscribedMicros[stripe]);
        return overtakenBy[stripe] >= SILENCE_CHUNKS
                && nowMicros - since >= patienceMicros(stripe)
                && nowMicros >= patientUntilMicros[stripe];
    }

    /** It says that these stripes come late: so it lives, and whoever is above it mends what is broken. */
    void onWait(int stripes, long nowMicros) {
        for (int stripe = 0; stripe < hops.length; stripe++) {
            if ((stripes >> stripe & 1) != 0) {
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
        long depth = silencePerHopMicros * Math.min(hops[stripe], MAX_HOPS_COUNTED);
        return Math.max(silenceMicros + depth, PAUSES_OF_SILENCE * Math.round(longestPauseMicros[stripe]));
    }

    /** It has to prove again that it delivers. */
    void suspect(int stripe) {
        proven[stripe] = 0;
    }

    int newestOf(int stripe) {
        return newest[stripe];
    }
}
