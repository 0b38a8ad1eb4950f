/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

/**
 * Tells a parent that is gone from one that only has nothing to send: who is in doubt is asked, and who lives answers.
 * Confined to the run.
 */
final class LifeSign {
    private static final long ASK_AGAIN_MICROS = 400_000;
    private static final long MIN_ANSWER_MICROS = 400_000;
    private static final long MAX_ANSWER_MICROS = 600_000;

    private final Runnable ask;
    private final long answerMicros;
    private long askedMicros = Long.MIN_VALUE / 2;
    private boolean isAnswered = true;

    /** Two round trips are time enough for an answer, within bounds. */
    LifeSign(Runnable ask, long roundTripMicros) {
        this.ask = ask;
        this.answerMicros = Math.min(MAX_ANSWER_MICROS, Math.max(MIN_ANSWER_MICROS, 2 * roundTripMicros));
    }

    /** Something came from there. */
    void onSign() {
        isAnswered = true;
    }

    /** It is in doubt; to be called often while it is. Says whether it is gone: asked, and silent for too long. */
    boolean doubt(long nowMicros) {
        if (!isAnswered) {
            return nowMicros - askedMicros >= answerMicros;
        }
        if (nowMicros - askedMicros >= ASK_AGAIN_MICROS) {
            askedMicros = nowMicros;
            isAnswered = false;
            ask.run();
        }
        return false;
    }
}
