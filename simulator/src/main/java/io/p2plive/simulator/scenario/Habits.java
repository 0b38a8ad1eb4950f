/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.scenario;

/**
 * How viewers behave where one could argue about it. Immutable.
 *
 * @param firstSlots how many children a sharing viewer says it can feed before it knows anything
 * @param silenceMillis after so long without a chunk, while other stripes run on, a parent is taken for silent
 * @param silencePerHopMillis and so much longer for each viewer between it and the forward
 * @param saysWait whether a parent that is late tells its children to wait
 * @param queueMillis so much of what it sends to one child may wait
 * @param growsBuffer whether a player that had to wait holds back more from then on
 * @param trustsLine whether a jam takes no slots that the line is known to bear
 * @param namedFirst whether those whom the tracker did not name as its children get only what these leave of the line
 */
public record Habits(
        int firstSlots,
        int silenceMillis,
        int silencePerHopMillis,
        boolean saysWait,
        int queueMillis,
        boolean growsBuffer,
        boolean trustsLine,
        boolean namedFirst) {
    /** What the page does. */
    public static final Habits PAGE = new Habits(2, 350, 100, true, 1_000, true, false, false);
    /** What would be better, as far as simulation tells. */
    public static final Habits PROPOSED = new Habits(2, 350, 100, true, 1_000, true, true, true);

    /** Checks the numbers. */
    public Habits {
        Range.check("first slots", firstSlots, 0, 8);
        Range.check("silence", silenceMillis, 50, 60_000);
        Range.check("silence of a hop", silencePerHopMillis, 0, 10_000);
        Range.check("queue", queueMillis, 50, 60_000);
    }
}
