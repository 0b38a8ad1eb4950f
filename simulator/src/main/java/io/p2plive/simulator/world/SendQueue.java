/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

/** What waits to go to one child: how much of it may, how much does, and whether it moves. Confined to the run. */
final class SendQueue {
    /** So much the line is given; or so much of what the child gets, where that is more. The rest can be called back. */
    private static final int MAX_BYTES = 32 * 1024;

    private static final long MAX_MICROS = 100_000;
    /** A queue of so much makes what comes late. */
    private static final long JAM_MICROS = 200_000;
    /** A queue of so much keeps back those who are only helped out … */
    private static final long BUSY_MICROS = 100_000;
    /** … unless it is the child that has taken nothing for so long. */
    private static final long STUCK_MICROS = 250_000;

    private static final long NEVER = Long.MAX_VALUE;

    private final double stripeBytesPerMicro;
    int bytes;
    private int backlogBytes;
    private int stripes = 1;
    private int maxBytes = MAX_BYTES;
    private long frozenMicros = NEVER;

    SendQueue(double stripeBytesPerMicro) {
        this.stripeBytesPerMicro = stripeBytesPerMicro;
    }

    /** The child has so many stripes from here. */
    void setStripes(int count) {
        stripes = Math.max(1, count);
        maxBytes = (int) Math.max(MAX_BYTES, stripeBytesPerMicro * count * MAX_MICROS);
    }

    boolean takes(int more) {
        return bytes + more <= maxBytes;
    }

    /** So much waits for its turn elsewhere. */
    void setBacklog(int waitingBytes) {
        backlogBytes = waitingBytes;
    }

    /** All that waits. */
    int allBytes() {
        return bytes + backlogBytes;
    }

    /** Whether what comes to the child comes late. */
    boolean isJammed() {
        return micros() > JAM_MICROS;
    }

    /**
     * Whether the line is busy with it. A chunk takes the line whole, so that other queues stand meanwhile: only those of
     * children that take nothing at all count for stuck.
     */
    boolean isBusy(long nowMicros) {
        return micros() > BUSY_MICROS && (frozenMicros == NEVER || nowMicros - frozenMicros < STUCK_MICROS);
    }

    /** Nobody takes anything any more at the other end. */
    void freeze(long nowMicros) {
        frozenMicros = Math.min(frozenMicros, nowMicros);
    }

    boolean isFrozen() {
        return frozenMicros != NEVER;
    }

    private double micros() {
        return allBytes() / (stripeBytesPerMicro * stripes);
    }
}
