/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

/**
 * The one connection of two viewers, whatever it carries in either direction. It is made when both name the other, takes
 * its time or fails, and is closed when either side has no use for it. Confined to the run.
 */
final class Link {
    /** How far it is. */
    enum State {
        NEW,
        CONNECTING,
        OPEN,
        CLOSED
    }

    private static final long NEVER = Long.MAX_VALUE;

    final Viewer one;
    final Viewer other;
    final long delayMicros;
    State state = State.NEW;
    private boolean isNamedByOne;
    private boolean isNamedByOther;
    private long unnamedByOneMicros = NEVER;
    private long unnamedByOtherMicros = NEVER;
    /** While open: what each sends to the other. */
    Feed toOne;

    Feed toOther;

    Link(Viewer one, Viewer other, long delayMicros) {
        this.one = one;
        this.other = other;
        this.delayMicros = delayMicros;
    }

    Viewer peerOf(Viewer end) {
        return end == one ? other : one;
    }

    /** What comes to that end; null while it is not open. */
    Feed to(Viewer end) {
        return end == one ? toOne : toOther;
    }

    /** What that end sends. */
    Feed from(Viewer end) {
        return end == one ? toOther : toOne;
    }

    boolean isNamedBy(Viewer end) {
        return end == one ? isNamedByOne : isNamedByOther;
    }

    boolean isNamedByBoth() {
        return isNamedByOne && isNamedByOther;
    }

    void name(Viewer end, boolean isNamed, long nowMicros) {
        boolean was = isNamedBy(end);
        if (was == isNamed) {
            return;
        }
        long unnamedMicros = isNamed ? NEVER : nowMicros;
        if (end == one) {
            isNamedByOne = isNamed;
            unnamedByOneMicros = unnamedMicros;
        } else {
            isNamedByOther = isNamed;
            unnamedByOtherMicros = unnamedMicros;
        }
    }

    /** How long that end has not named it, in microseconds; 0 while it does. */
    long unnamedMicros(Viewer end, long nowMicros) {
        long since = end == one ? unnamedByOneMicros : unnamedByOtherMicros;
        return since == NEVER ? 0 : nowMicros - since;
    }

    /** Whether it carries chunks in some direction. */
    boolean isUsed() {
        return state == State.OPEN
                && (toOne.stripes != 0
                        || toOther.stripes != 0
                        || toOne.feeder.subscribed != 0
                        || toOther.feeder.subscribed != 0);
    }
}
