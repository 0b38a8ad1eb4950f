/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.measure;

import io.p2plive.id.ViewerId;
import java.util.Arrays;

/** What one viewer went through. Times in microseconds. Confined to the run. */
public final class ViewerRecord {
    private static final long NEVER = -1;

    final long joinedMicros;
    /** What it can send, in streams' worth. */
    final double uplinkStreams;

    final long[] brokenSinceMicros;
    final int[] brokenBy;
    final long[] askedMicros;
    final boolean[] isBrokenByCrash;
    final long[] lastFlowMicros;
    /** When the break that ended last began. */
    long mendedSinceMicros;

    long backAfterExitMicros;

    /** The parents that the tracker gave it last. */
    public final ViewerId[] parents;
    /** How many children it said it can feed, as far as the tracker knows. */
    public int slots;

    long measuredFromMicros;
    long firstShownMicros = NEVER;
    long stalledMicros;
    long goneMicros = NEVER;
    long bytesUp;
    int jumps;

    /** A viewer who comes now. */
    public ViewerRecord(long joinedMicros, double uplinkStreams, int stripes) {
        this.joinedMicros = joinedMicros;
        this.uplinkStreams = uplinkStreams;
        this.brokenSinceMicros = new long[stripes];
        this.brokenBy = new int[stripes];
        this.askedMicros = new long[stripes];
        this.isBrokenByCrash = new boolean[stripes];
        this.lastFlowMicros = new long[stripes];
        this.parents = new ViewerId[stripes];
        Arrays.fill(brokenSinceMicros, NEVER);
        Arrays.fill(lastFlowMicros, NEVER);
    }

    /** From when on stalls count. */
    public void measureFrom(long micros) {
        measuredFromMicros = micros;
    }

    /** A picture is shown, after a stall of so long. */
    public void onShown(long atMicros, long stalled) {
        if (firstShownMicros == NEVER) {
            firstShownMicros = atMicros;
        }
        addStall(atMicros, stalled);
    }

    /** Pictures are passed over, after a stall of so long. */
    public void onJump(long atMicros, long stalled) {
        jumps += atMicros >= measuredFromMicros ? 1 : 0;
        addStall(atMicros, stalled);
    }

    private void addStall(long atMicros, long stalled) {
        if (atMicros >= measuredFromMicros) {
            stalledMicros += Math.min(stalled, atMicros - measuredFromMicros);
        }
    }

    /** The viewer is gone, or the run over, in the midst of a stall of so long. */
    public void onGone(long atMicros, long stalled, long bytesSent) {
        if (goneMicros == NEVER) {
            goneMicros = atMicros;
            bytesUp = bytesSent;
            if (firstShownMicros != NEVER) {
                addStall(atMicros, stalled);
            }
        }
    }

    /** How long it watched while it counted. */
    long watchedMicros() {
        long from = Math.max(firstShownMicros, measuredFromMicros);
        return firstShownMicros == NEVER || goneMicros == NEVER ? 0 : Math.max(0, goneMicros - from);
    }
}
