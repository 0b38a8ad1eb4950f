/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.simulator.scenario.Habits;

/**
 * How many children, with one stripe each, a viewer believes it can feed: at first twice as many for a trial while all
 * queues stay short, after a jam one by one, and never more than the line is seen to bear. Confined to the run.
 */
final class UploadEstimate {
    private static final int MAX_SLOTS = 8;
    private static final double USED_SHARE = 0.85;
    private static final long FIRST_RAISE_MICROS = 2_000_000;
    private static final long RAISE_MICROS = 5_000_000;
    private static final long CONGESTED_MICROS = 600_000;
    private static final long LOWER_AGAIN_MICROS = 3_000_000;
    private static final long FIRST_HOLD_MICROS = 30_000_000;
    private static final long MAX_HOLD_MICROS = 300_000_000;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final Uplink uplink;
    private final double bytesPerMicro;
    private final boolean trustsLine;
    private final LineRate line = new LineRate();
    private int slots;
    private long calmSinceMicros = NEVER;
    private long congestedSinceMicros = NEVER;
    private long bytesAtJam;
    private long loweredMicros = LONG_AGO;
    private long holdMicros = FIRST_HOLD_MICROS;
    private boolean hasTried;

    /** Begins with the habits' slots, of stripes of so many bytes a microsecond. */
    UploadEstimate(Uplink uplink, double bytesPerMicro, Habits habits) {
        this.uplink = uplink;
        this.bytesPerMicro = bytesPerMicro;
        this.slots = habits.firstSlots();
        this.trustsLine = habits.trustsLine();
    }

    /** Looks at the line; to be called each 50 ms. */
    void lookAtLine() {
        line.look(uplink);
    }

    /**
     * Looks at the children that the tracker gave.
     *
     * @param fed how many are fed
     * @param flowing of those, the ones whose queues are as they should be
     * @param areDrained whether all queues are short
     * @param isHelping whether somebody pulls whom the tracker did not name
     * @return how many it can feed
     */
    int look(int fed, int flowing, boolean areDrained, boolean isHelping, long nowMicros) {
        if (flowing == fed) {
            congestedSinceMicros = NEVER;
        } else if (congestedSinceMicros == NEVER) {
            congestedSinceMicros = nowMicros;
            bytesAtJam = uplink.bytesSent;
        }
        calmSinceMicros = areDrained && fed >= slots ? Math.min(calmSinceMicros, nowMicros) : NEVER;
        boolean isJammed = congestedSinceMicros != NEVER && nowMicros - congestedSinceMicros >= CONGESTED_MICROS;
        boolean isBorne = trustsLine && line.bytesPerMicro() > 0;
        if (isBorne && slots > bearable()) {
            lower(bearable(), nowMicros);
        } else if (!isJammed || isBorne) {
            raise(nowMicros);
        } else if (!isHelping) {
            int carried = carried(nowMicros);
            lower(flowing > 0 ? Math.max(flowing, Math.min(carried, slots - 1)) : carried, nowMicros);
        }
        return slots;
    }

    private int carried(long nowMicros) {
        double bytes = uplink.bytesSent - bytesAtJam;
        return (int) (bytes / (nowMicros - congestedSinceMicros) / bytesPerMicro);
    }

    private int fitting() {
        return line.bytesPerMicro() == 0 ? MAX_SLOTS : Math.max(1, bearable());
    }

    private int bearable() {
        return (int) Math.min(MAX_SLOTS, USED_SHARE * line.bytesPerMicro() / bytesPerMicro);
    }

    private void lower(int flowing, long nowMicros) {
        if (flowing >= slots || nowMicros - loweredMicros < LOWER_AGAIN_MICROS) {
            return;
        }
        if (nowMicros - loweredMicros >= holdMicros + MAX_HOLD_MICROS) {
            holdMicros = FIRST_HOLD_MICROS;
        } else if (hasTried) {
            holdMicros = Math.min(2 * holdMicros, MAX_HOLD_MICROS);
        }
        hasTried = false;
        slots = flowing;
        loweredMicros = nowMicros;
        congestedSinceMicros = NEVER;
        calmSinceMicros = NEVER;
    }

    private void raise(long nowMicros) {
        if (nowMicros - loweredMicros < holdMicros || slots >= fitting()) {
            return;
        }
        boolean wasJammed = loweredMicros != LONG_AGO;
        long trialMicros = wasJammed ? RAISE_MICROS : FIRST_RAISE_MICROS;
        if (slots == 0 || (calmSinceMicros != NEVER && nowMicros - calmSinceMicros >= trialMicros)) {
            slots = wasJammed ? slots + 1 : Math.min(fitting(), 2 * slots);
            hasTried = true;
            calmSinceMicros = NEVER;
        }
    }
}
