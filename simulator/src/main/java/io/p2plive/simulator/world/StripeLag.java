/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import java.util.random.RandomGenerator;

/**
 * Whether one stripe falls ever further behind the others: its source delivers, but more slowly than the stream runs.
 * Confined to the run.
 */
final class StripeLag {
    private static final long LOOK_MICROS = 500_000;
    private static final int LOOKS = 5;
    private static final long GROWING_MICROS = 700_000;
    private static final long GROWTH_MICROS = 150_000;
    private static final long WAVER_MICROS = 20_000;
    private static final long SLOW_MICROS = 1_500_000;
    private static final long PATIENCE_MICROS_PER_HOP = 400_000;
    private static final int MAX_HOPS_COUNTED = 8;
    private static final double MAX_JITTER_MICROS = 1_000_000;
    private static final double PAUSE_MICROS = 10_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final RandomGenerator random;
    private final long[] lags = new long[LOOKS];
    private final int[] newests = new int[LOOKS];
    private int looks;
    private long lookedMicros = Long.MIN_VALUE / 2;
    private long smallestMicros = NEVER;
    private long behindSinceMicros = NEVER;
    private long jitterMicros;
    private long quietUntilMicros;

    StripeLag(RandomGenerator random) {
        this.random = random;
    }

    /** A chunk came from the own source, so far behind the newest of all stripes. */
    void onChunk(long lagMicros) {
        smallestMicros = Math.min(smallestMicros, lagMicros);
    }

    /** Another source: it begins anew. */
    void forget() {
        looks = 0;
        smallestMicros = NEVER;
        behindSinceMicros = NEVER;
    }

    /** Whether it is time to leave the source for its slowness; then not again for a while. */
    boolean isSlow(int newest, int hops, long nowMicros) {
        if (nowMicros - lookedMicros < LOOK_MICROS || smallestMicros == NEVER) {
            return false;
        }
        lookedMicros = nowMicros;
        if (looks == LOOKS) {
            System.arraycopy(lags, 1, lags, 0, LOOKS - 1);
            System.arraycopy(newests, 1, newests, 0, LOOKS - 1);
            looks--;
        }
        lags[looks] = smallestMicros;
        newests[looks++] = newest;
        smallestMicros = NEVER;
        if (!isBehind()) {
            behindSinceMicros = NEVER;
            return false;
        }
        return isDue(hops, nowMicros);
    }

    private boolean isBehind() {
        if (looks < LOOKS || newests[0] == newests[LOOKS - 1]) {
            return false;
        }
        boolean isFar = true;
        boolean isSome = true;
        boolean grows = lags[LOOKS - 1] - lags[0] >= GROWTH_MICROS;
        for (int i = 0; i < LOOKS; i++) {
            isFar &= lags[i] > SLOW_MICROS;
            isSome &= lags[i] > GROWING_MICROS;
            grows &= i == 0 || lags[i] >= lags[i - 1] - WAVER_MICROS;
        }
        return isFar || (grows && isSome);
    }

    private boolean isDue(int hops, long nowMicros) {
        if (behindSinceMicros == NEVER) {
            behindSinceMicros = nowMicros;
            jitterMicros = Math.round(MAX_JITTER_MICROS * random.nextDouble());
        }
        long patienceMicros = PATIENCE_MICROS_PER_HOP * Math.min(hops, MAX_HOPS_COUNTED) + jitterMicros;
        if (nowMicros - behindSinceMicros < patienceMicros || nowMicros < quietUntilMicros) {
            return false;
        }
        quietUntilMicros = nowMicros + Math.round(PAUSE_MICROS * (1 + random.nextDouble() / 2));
        forget();
        return true;
    }
}
