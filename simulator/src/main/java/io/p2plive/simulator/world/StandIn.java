/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import java.util.ArrayList;
import java.util.List;

/**
 * Who feeds one stripe while its own source does not: the standby, another parent, or the former parent until the new one
 * delivers. One at a time, the next when that one does not begin. Confined to the run.
 */
final class StandIn {
    private static final long BEGIN_MICROS = 150_000;
    private static final long ANEW_MICROS = 1_500_000;
    private static final long NEVER = Long.MAX_VALUE;

    Feeder feeder;
    private final int stripe;
    private long neededMicros = NEVER;
    private long chosenMicros;
    private final List<Feeder> tried = new ArrayList<>(2);

    StandIn(int stripe) {
        this.stripe = stripe;
    }

    /** From now on somebody is needed, until dismiss(). */
    void call(long nowMicros) {
        neededMicros = Math.min(neededMicros, nowMicros);
    }

    /** This one goes on with what it does already. */
    void keep(Feeder former, long nowMicros) {
        call(nowMicros);
        choose(former, nowMicros);
    }

    void dismiss() {
        feeder = null;
        neededMicros = NEVER;
        tried.clear();
    }

    void onLoss(Feeder lost) {
        if (lost != null && feeder == lost) {
            feeder = null;
        }
    }

    /** Whether somebody is needed and the one chosen is of no use. */
    boolean isWanting(long nowMicros) {
        boolean hasTime = feeder != null && nowMicros - chosenMicros < BEGIN_MICROS;
        return neededMicros != NEVER && !hasTime && !serves(nowMicros);
    }

    /** Chooses one of these, the best first, who was not tried yet. */
    void chooseFrom(List<Feeder> candidates, long nowMicros) {
        for (Feeder candidate : candidates) {
            if (!tried.contains(candidate)) {
                choose(candidate, nowMicros);
                return;
            }
        }
        if (nowMicros - chosenMicros >= ANEW_MICROS) {
            feeder = null;
            tried.clear();
        }
    }

    /** Whether the stripe is in good hands: if not, the forward is wanted too. */
    boolean holds(long nowMicros) {
        return feeder != null && (serves(nowMicros) || nowMicros - neededMicros < BEGIN_MICROS);
    }

    private boolean serves(long nowMicros) {
        return feeder != null && feeder.isServing(stripe, nowMicros);
    }

    private void choose(Feeder chosen, long nowMicros) {
        feeder = chosen;
        chosenMicros = nowMicros;
        tried.add(chosen);
    }
}
