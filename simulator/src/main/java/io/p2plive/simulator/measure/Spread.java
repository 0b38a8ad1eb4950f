/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.measure;

/**
 * How often which value came, to about one percent, in constant space whatever the values. Confined to its owner.
 */
public final class Spread {
    private static final int STEP_BITS = 6;
    private static final int STEPS = 1 << STEP_BITS;

    private final long[] counts = new long[(64 - STEP_BITS + 1) * STEPS];
    private long count;
    private double sum;
    private long max;

    /** Adds a value; a negative one counts as 0. */
    public void add(long value) {
        long shown = Math.max(0, value);
        counts[slot(shown)]++;
        count++;
        sum += shown;
        max = Math.max(max, shown);
    }

    /** Adds all values of another. */
    public void addAll(Spread other) {
        for (int slot = 0; slot < counts.length; slot++) {
            counts[slot] += other.counts[slot];
        }
        count += other.count;
        sum += other.sum;
        max = Math.max(max, other.max);
    }

    private static int slot(long value) {
        if (value < STEPS) {
            return (int) value;
        }
        int shift = 63 - Long.numberOfLeadingZeros(value) - STEP_BITS;
        return (shift + 1) * STEPS + (int) (value >>> shift) - STEPS;
    }

    private static double middle(int slot) {
        if (slot < STEPS) {
            return slot;
        }
        int shift = slot / STEPS - 1;
        return (slot % STEPS + STEPS + 0.5) * Math.scalb(1.0, shift);
    }

    /** How many values there are. */
    public long count() {
        return count;
    }

    /** Their mean; NaN for none. */
    public double mean() {
        return count == 0 ? Double.NaN : sum / count;
    }

    /** The greatest; NaN for none. */
    public double max() {
        return count == 0 ? Double.NaN : max;
    }

    /** The value that this part of all does not exceed; NaN for none. */
    public double percentile(double percent) {
        if (count == 0) {
            return Double.NaN;
        }
        long rank = Math.max(1, (long) Math.ceil(count * percent / 100));
        long seen = 0;
        for (int slot = 0; slot < counts.length; slot++) {
            seen += counts[slot];
            if (seen >= rank) {
                return Math.min((double) max, middle(slot));
            }
        }
        return (double) max;
    }

    /** The part of the values that do not exceed this one. */
    public double shareUpTo(double value) {
        if (count == 0) {
            return 0;
        }
        long seen = 0;
        for (int slot = 0; slot < counts.length && middle(slot) <= value; slot++) {
            seen += counts[slot];
        }
        return (double) seen / count;
    }
}
