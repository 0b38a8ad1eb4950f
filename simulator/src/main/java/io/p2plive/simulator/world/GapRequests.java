/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

/** Asks for chunks that did not come, the earliest first. Confined to the run. */
final class GapRequests {
    private static final int REORDER_MILLIS = 100;
    private static final int REORDER_CHUNKS = 3;
    private static final int UNFED_MILLIS = 700;
    private static final int URGENT_MILLIS = 350;
    private static final int ANSWER_MILLIS = 250;
    private static final int MAX_TRIES = 3;
    private static final int MAX_LOOKS = 96;
    private static final int MAX_ASKED = 64;

    private final World world;
    private final Viewer self;
    /** A ring by sequence: which chunk, how often, and when it was asked for last. */
    private final int[] asked = new int[128];

    private final int[] tries = new int[128];
    private final int[] askedMillis = new int[128];

    GapRequests(World world, Viewer self) {
        this.world = world;
        this.self = self;
        java.util.Arrays.fill(asked, -1);
    }

    void tick(long nowMicros) {
        ChunkBuffer buffer = self.buffer;
        int chunk = buffer.nextMissing();
        int nowMillis = (int) (nowMicros / 1_000);
        for (int looks = 0, sent = 0; chunk >= 0 && chunk < buffer.newest() && looks < MAX_LOOKS; looks++, chunk++) {
            if (!buffer.holds(chunk) && isDue(chunk, nowMillis)) {
                ask(chunk, nowMillis);
                if (++sent == MAX_ASKED) {
                    return;
                }
            }
        }
    }

    private boolean isDue(int chunk, int nowMillis) {
        int slot = chunk & (asked.length - 1);
        if (asked[slot] == chunk) {
            return tries[slot] < MAX_TRIES && nowMillis - askedMillis[slot] >= ANSWER_MILLIS;
        }
        return self.millisToShow(chunk) <= URGENT_MILLIS && isLost(chunk, nowMillis);
    }

    /** Whether a hole is a loss, or only something that is still on its way. */
    private boolean isLost(int chunk, int nowMillis) {
        int stripe = world.timeline.stripeOf[chunk];
        int ageMillis = nowMillis - self.buffer.missingSinceMillis(chunk);
        int later = self.sources.newestFed(stripe);
        if (later < chunk) {
            return later < 0 && ageMillis >= UNFED_MILLIS;
        }
        return ageMillis >= REORDER_MILLIS || later - chunk >= REORDER_CHUNKS * world.timeline.stripes;
    }

    private void ask(int chunk, int nowMillis) {
        int slot = chunk & (asked.length - 1);
        tries[slot] = asked[slot] == chunk ? tries[slot] + 1 : 1;
        asked[slot] = chunk;
        askedMillis[slot] = nowMillis;
        Feeder holder = self.sources.holderOf(world.timeline.stripeOf[chunk], tries[slot] - 1);
        if (holder != null) {
            Feed feed = holder.feed;
            world.events.after(feed.delayMicros, () -> feed.repeat(chunk));
        }
    }
}
