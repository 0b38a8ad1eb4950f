/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.measure;

/** How long stripes stand still when their source goes. Times in microseconds. Confined to the run. */
public final class Breaks {
    private static final long PAUSE_MICROS = 500_000;
    /** A pause that begins so long after the last one has another reason. */
    private static final long CALM_MICROS = 2_000_000;

    private static final long NEVER = -1;

    /** Of those whose parent said goodbye. */
    public final Spread afterBye = new Spread();
    /** Of those whose parent vanished. */
    public final Spread afterCrash = new Spread();

    /** The same, step by step, where somebody was asked after the break. */
    public final RepairSteps stepsAfterBye = new RepairSteps();

    public final RepairSteps stepsAfterCrash = new RepairSteps();

    private final long exitMicros;

    /** Counts; a mass exit is at that time, or at none: −1. */
    Breaks(long exitMicros) {
        this.exitMicros = exitMicros;
    }

    /** A parent goes. */
    public void onBroken(ViewerRecord child, int stripe, int parent, boolean isCrash, long nowMicros) {
        if (child.brokenSinceMicros[stripe] == NEVER) {
            child.brokenSinceMicros[stripe] = nowMicros;
            child.isBrokenByCrash[stripe] = isCrash;
            child.askedMicros[stripe] = NEVER;
        }
        child.brokenBy[stripe] = parent;
    }

    /** Somebody is asked for a stripe. */
    public void onAsked(ViewerRecord viewer, int stripe, long nowMicros) {
        if (viewer.askedMicros[stripe] == NEVER) {
            viewer.askedMicros[stripe] = nowMicros;
        }
    }

    /** Something new of a stripe came from that node; says whether it had stood still. */
    public boolean onFlow(ViewerRecord viewer, int stripe, int from, long nowMicros) {
        long since = viewer.brokenSinceMicros[stripe];
        boolean isMended = since != NEVER && viewer.brokenBy[stripe] != from;
        if (isMended) {
            (viewer.isBrokenByCrash[stripe] ? afterCrash : afterBye).add(nowMicros - since);
            viewer.mendedSinceMicros = since;
            viewer.brokenSinceMicros[stripe] = NEVER;
        }
        if (exitMicros != NEVER && nowMicros > exitMicros && viewer.joinedMicros < exitMicros) {
            long last = Math.max(exitMicros, viewer.lastFlowMicros[stripe]);
            boolean isOfExit = last - exitMicros <= viewer.backAfterExitMicros + CALM_MICROS;
            if (isOfExit && nowMicros - last > PAUSE_MICROS) {
                viewer.backAfterExitMicros = nowMicros - exitMicros;
            }
        }
        viewer.lastFlowMicros[stripe] = nowMicros;
        return isMended;
    }

    /**
     * A stripe that had stood still flows again.
     *
     * @param askedMicros when the one from whom it comes was asked
     * @param firsts when that one heard it, had a chunk for it, and sent that; null when it was not asked for the stripe
     */
    public void onMended(ViewerRecord viewer, int stripe, long askedMicros, long[] firsts, long nowMicros) {
        long since = viewer.mendedSinceMicros;
        if (firsts != null && askedMicros >= since) {
            RepairSteps steps = viewer.isBrokenByCrash[stripe] ? stepsAfterCrash : stepsAfterBye;
            long firstAskedMicros = viewer.askedMicros[stripe];
            steps.add(since, firstAskedMicros, askedMicros, firsts[0], firsts[1], firsts[2], nowMicros);
        }
    }

    /** Whether the viewer was there when many left, and stayed. */
    boolean survivedExit(ViewerRecord viewer) {
        return exitMicros != NEVER
                && viewer.joinedMicros < exitMicros
                && viewer.goneMicros > exitMicros
                && viewer.firstShownMicros != NEVER
                && viewer.firstShownMicros < exitMicros;
    }

    /** After how long all its stripes were back; those that never came back count up to the end. */
    long backMicros(ViewerRecord viewer) {
        long back = viewer.backAfterExitMicros;
        for (long last : viewer.lastFlowMicros) {
            if (viewer.goneMicros - last > CALM_MICROS) {
                back = Math.max(back, viewer.goneMicros - exitMicros);
            }
        }
        return back;
    }
}
