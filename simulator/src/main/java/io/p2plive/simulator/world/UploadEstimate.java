/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

/**
 * How many children, with one stripe each, a viewer believes it can feed: at first twice as many for a trial while all
 * queues stay short, after a jam one by one, and never more than the line is seen to bear. Confined to the run.
 */
final class UploadEstimate {
    /** Before anything is known. */
    static final int START_SLOTS = 2;

    static final int MAX_SLOTS = 8;
    /** So much of a line may be planned for. */
    static final double USED_SHARE = 0.85;

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
    private final LineRate line = new LineRate();
    private int slots = START_SLOTS;
    private long calmSinceMicros = NEVER;
    private long congestedSinceMicros = NEVER;
    private long bytesAtJam;
    private long loweredMicros = LONG_AGO;
    private long holdMicros = FIRST_HOLD_MICROS;
    private boolean hasTried;

    /** Of stripes of so many bytes a microsecond. */
    UploadEstimate(Uplink uplink, double bytesPerMicro) {
        this.uplink = uplink;
        this.bytesPerMicro = bytesPerMicro;
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
     * @return how many it can feed
     */
    int look(int fed, int flowing, boolean areDrained, long nowMicros) {
        if (flowing == fed) {
            congestedSinceMicros = NEVER;
        } else if (congestedSinceMicros == NEVER) {
            congestedSinceMicros = nowMicros;
            bytesAtJam = uplink.bytesSent;
        }
        calmSinceMicros = areDrained && fed >= slots ? Math.min(calmSinceMicros, nowMicros) : NEVER;
        if (congestedSinceMicros != NEVER && nowMicros - congestedSinceMicros >= CONGESTED_MICROS) {
            lower(Math.max(flowing, bearable(flowing, nowMicros)), nowMicros);
        } else {
            raise(line.isKnown() ? Math.max(1, fitting()) : MAX_SLOTS, nowMicros);
        }
        return slots;
    }

    /** What a jam leaves: what the line is known to bear, else what flows, else what got through. */
    private int bearable(int flowing, long nowMicros) {
        if (line.isKnown()) {
            return fitting();
        }
        int carried = carried(nowMicros);
        return flowing > 0 ? Math.min(carried, slots - 1) : carried;
    }

    private int carried(long nowMicros) {
        double bytes = uplink.bytesSent - bytesAtJam;
        return (int) (bytes / (nowMicros - congestedSinceMicros) / bytesPerMicro);
    }

    private int fitting() {
        return (int) (USED_SHARE * line.bytesPerMicro() / bytesPerMicro);
    }

    private void lower(int left, long nowMicros) {
        if (left >= slots || nowMicros - loweredMicros < LOWER_AGAIN_MICROS) {
            return;
        }
        if (nowMicros - loweredMicros >= holdMicros + MAX_HOLD_MICROS) {
            holdMicros = FIRST_HOLD_MICROS;
        } else if (hasTried) {
            holdMicros = Math.min(2 * holdMicros, MAX_HOLD_MICROS);
        }
        hasTried = false;
        slots = left;
        loweredMicros = nowMicros;
        congestedSinceMicros = NEVER;
        calmSinceMicros = NEVER;
    }

    private void raise(int most, long nowMicros) {
        if (nowMicros - loweredMicros < holdMicros || slots >= Math.min(MAX_SLOTS, most)) {
            return;
        }
        boolean wasJammed = loweredMicros != LONG_AGO;
        long trialMicros = wasJammed ? RAISE_MICROS : FIRST_RAISE_MICROS;
        if (slots == 0 || (calmSinceMicros != NEVER && nowMicros - calmSinceMicros >= trialMicros)) {
            slots = wasJammed ? slots + 1 : Math.min(Math.min(MAX_SLOTS, most), 2 * slots);
            hasTried = true;
            calmSinceMicros = NEVER;
        }
    }
}
