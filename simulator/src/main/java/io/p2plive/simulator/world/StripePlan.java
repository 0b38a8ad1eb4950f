/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

/**
 * Who shall feed one stripe: the parent that the tracker gave (the forward, where it gave none), and a stand-in while
 * that one does not deliver. Confined to the run.
 */
final class StripePlan {
    private static final long UNSERVED_MICROS = 300_000;
    private static final long CONVICTION_MICROS = 400_000;
    private static final long RETRY_PARENT_MICROS = 5_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    final StandIn standIn;
    final StripeLag lag;
    final int stripe;
    /** The viewer that the tracker gave, or null. */
    Viewer parent;
    /** What comes from that one; null while there is no open link. */
    Feeder fromParent;

    private long failedUntilMicros;
    private long suspectedMicros = NEVER;
    private long unservedMicros = NEVER;
    private boolean isReported;

    StripePlan(int stripe, StripeLag lag) {
        this.stripe = stripe;
        this.lag = lag;
        this.standIn = new StandIn(stripe);
    }

    /** The tracker gives another parent; the former goes on until that delivers. */
    void change(Viewer newParent, Feeder newFeeder, long nowMicros) {
        if (fromParent != null && fromParent.delivers(stripe)) {
            standIn.keep(fromParent, nowMicros);
        }
        parent = newParent;
        fromParent = newFeeder;
        isReported = false;
        lag.forget();
        forgive();
    }

    /** The parent's link is a new one: what it failed before does not count. */
    void forgive() {
        failedUntilMicros = 0;
        suspectedMicros = NEVER;
    }

    /** The own source is gone: somebody else is needed. */
    void fail(long nowMicros) {
        standIn.call(nowMicros);
        failedUntilMicros = nowMicros + RETRY_PARENT_MICROS;
        suspectedMicros = NEVER;
        isReported = false;
    }

    /** The own source delivers: nobody else is needed. */
    void settle() {
        standIn.dismiss();
        suspectedMicros = NEVER;
    }

    /** Whether the tracker is to be told that the parent delivers; once told, not again. */
    boolean claimReport() {
        boolean isDue = !isReported;
        isReported = true;
        return isDue;
    }

    boolean wantsFrom(Feeder feeder, Feeder own, long nowMicros) {
        if (parent != null && feeder.feed.from == parent) {
            return nowMicros >= failedUntilMicros;
        }
        return feeder == standIn.feeder && !isSettled(own);
    }

    boolean wantsForward(Feeder own, long nowMicros) {
        return parent == null || (!isSettled(own) && !standIn.holds(nowMicros));
    }

    boolean isSettled(Feeder own) {
        return own != null && own.delivers(stripe);
    }

    /** Whether the own source has fallen silent and stayed so; while it is only suspected somebody stands in. */
    boolean isLost(Feeder own, long nowMicros) {
        if (own == null || !own.isFeeding(stripe) || !own.isSilent(stripe, nowMicros)) {
            suspectedMicros = NEVER;
            return false;
        }
        if (suspectedMicros == NEVER) {
            suspectedMicros = nowMicros;
            own.suspect(stripe);
            standIn.call(nowMicros);
            return false;
        }
        return standIn.feeder == null || nowMicros - suspectedMicros >= CONVICTION_MICROS;
    }

    /** Calls a stand-in for a stripe that comes from nobody, though nobody has failed. */
    void callIfUnserved(Feeder own, boolean isForwardAllowed, long nowMicros) {
        if (isForwardAllowed || (own != null && own.isServing(stripe, nowMicros))) {
            unservedMicros = NEVER;
            return;
        }
        unservedMicros = Math.min(unservedMicros, nowMicros);
        if (nowMicros - unservedMicros >= UNSERVED_MICROS) {
            standIn.call(nowMicros);
        }
    }
}
