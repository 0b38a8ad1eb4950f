/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import java.util.Arrays;

/** What a viewer holds of the last seconds, and what it misses. Confined to the run. */
final class ChunkBuffer {
    /** What came of a chunk. */
    enum Verdict {
        NEW,
        DUPLICATE,
        OLD
    }

    private static final int SIZE = 1024;
    private static final int MASK = SIZE - 1;
    private static final int NONE = -1;

    private final Timeline timeline;
    private final int[] held = new int[SIZE];
    /** When a chunk was first seen missing. */
    private final int[] missingSinceMillis = new int[SIZE];

    private int newest = NONE;
    private int latestKeyframe = NONE;
    /** The lowest that ever came, or was passed over. */
    private int floor = Integer.MAX_VALUE;
    /** The first keyframe that came; nothing is missed before it. */
    private int first = NONE;

    private int nextMissing = NONE;

    ChunkBuffer(Timeline timeline) {
        this.timeline = timeline;
        Arrays.fill(held, NONE);
    }

    boolean holds(int chunk) {
        return chunk >= 0 && held[chunk & MASK] == chunk;
    }

    boolean reaches(int chunk) {
        return newest >= 0 && chunk >= Math.max(floor, newest - SIZE + 1);
    }

    int newest() {
        return newest;
    }

    int latestKeyframe() {
        return latestKeyframe;
    }

    int first() {
        return first;
    }

    Verdict insert(int chunk, int nowMillis) {
        if (holds(chunk)) {
            return Verdict.DUPLICATE;
        }
        if (chunk <= newest - SIZE || (nextMissing != NONE && chunk < nextMissing)) {
            return Verdict.OLD;
        }
        held[chunk & MASK] = chunk;
        int former = newest;
        newest = Math.max(newest, chunk);
        floor = Math.min(floor, chunk);
        boolean isKeyframe = timeline.isKeyframe(chunk);
        if (isKeyframe) {
            latestKeyframe = Math.max(latestKeyframe, chunk);
        }
        if (first != NONE) {
            noteMissing(former + 1, nowMillis);
        } else if (isKeyframe) {
            first = chunk;
            nextMissing = chunk;
            noteMissing(chunk + 1, nowMillis);
        }
        advance();
        return Verdict.NEW;
    }

    private void noteMissing(int from, int nowMillis) {
        for (int chunk = Math.max(from, newest - SIZE + 1); chunk < newest; chunk++) {
            if (!holds(chunk)) {
                missingSinceMillis[chunk & MASK] = nowMillis;
            }
        }
    }

    private void advance() {
        if (nextMissing == NONE) {
            return;
        }
        nextMissing = Math.max(nextMissing, newest - SIZE + 1);
        while (holds(nextMissing)) {
            nextMissing++;
        }
    }

    /** Nothing below is missed any more. */
    void passOver(int chunk) {
        if (nextMissing != NONE && nextMissing < chunk) {
            nextMissing = chunk;
            advance();
        }
    }

    /** The first chunk that is missing; −1 while playing has not begun. */
    int nextMissing() {
        return nextMissing;
    }

    int missingSinceMillis(int chunk) {
        return missingSinceMillis[chunk & MASK];
    }

    /** The first chunk of a stripe that is not held, −1 while playing has not begun. */
    int firstMissing(int stripe) {
        if (nextMissing == NONE) {
            return NONE;
        }
        int chunk = timeline.next(stripe, nextMissing);
        while (chunk != Integer.MAX_VALUE && holds(chunk)) {
            chunk = timeline.next(stripe, chunk + 1);
        }
        return chunk;
    }
}
