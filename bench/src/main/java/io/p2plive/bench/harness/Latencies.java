/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import java.util.Arrays;

/** Times, to 10 µs and up to 5 s. Confined to its caller. */
public final class Latencies {
    private static final int STEP_NANOS = 10_000;
    private static final int STEPS = 500_000;

    private final int[] bySteps = new int[STEPS + 1];
    private long count;

    /** Counts one. */
    public void add(long nanos) {
        bySteps[(int) Math.max(0, Math.min(STEPS, nanos / STEP_NANOS))]++;
        count++;
    }

    /** Forgets all. */
    public void clear() {
        Arrays.fill(bySteps, 0);
        count = 0;
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** What this part of them took at most; 0 when there are none. */
    public double millis(double part) {
        long left = (long) Math.ceil(count * part);
        int step = 0;
        while (step < STEPS && (left -= bySteps[step]) > 0) {
            step++;
        }
        return step * (STEP_NANOS / 1e6);
    }
}
