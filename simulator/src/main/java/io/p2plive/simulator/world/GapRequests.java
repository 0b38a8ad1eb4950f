/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import java.util.Arrays;
import java.util.List;

/** Asks for chunks that did not come, the earliest first, when their pictures are soon due. Confined to the run. */
final class GapRequests {
    private static final int REORDER_MILLIS = 100;
    private static final int REORDER_CHUNKS = 3;
    private static final int UNFED_MILLIS = 700;
    private static final int URGENT_MILLIS = 500;
    private static final int ANSWER_MILLIS = 250;
    private static final int MAX_TRIES = 6;
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
        Arrays.fill(asked, -1);
    }

    void tick(long nowMicros) {
        ChunkBuffer buffer = self.buffer;
        int chunk = buffer.nextMissing();
        int nowMillis = (int) (nowMicros / 1_000);
        for (int looks = 0, sent = 0; chunk >= 0 && chunk < buffer.newest() && looks < MAX_LOOKS; looks++, chunk++) {
            if (!buffer.holds(chunk) && isDue(chunk, nowMillis) && ask(chunk, nowMillis) && ++sent == MAX_ASKED) {
                return;
            }
        }
    }

    private boolean isDue(int chunk, int nowMillis) {
        int slot = chunk & (asked.length - 1);
        if (asked[slot] == chunk) {
            boolean isToBeAsked = tries[slot] < MAX_TRIES || self.millisToShow(chunk) <= 0;
            return isToBeAsked && nowMillis - askedMillis[slot] >= ANSWER_MILLIS;
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

    /** Asks whoever is next in line. */
    private boolean ask(int chunk, int nowMillis) {
        int slot = chunk & (asked.length - 1);
        int formerTries = asked[slot] == chunk ? tries[slot] : 0;
        List<Feeder> holders = self.sources.holdersOf(world.timeline.stripeOf[chunk]);
        if (holders.isEmpty()) {
            return false;
        }
        asked[slot] = chunk;
        tries[slot] = formerTries + 1;
        askedMillis[slot] = nowMillis;
        Feed feed = holders.get(formerTries % holders.size()).feed;
        world.events.after(feed.delayMicros, () -> {
            if (!feed.repeat(chunk)) {
                world.events.after(feed.delayMicros, () -> onMissing(chunk, nowMillis));
            }
        });
        return true;
    }

    /** Who was asked then does not hold it: the next one is asked at once, as long as few were. */
    private void onMissing(int chunk, int sinceMillis) {
        int slot = chunk & (asked.length - 1);
        if (asked[slot] == chunk && tries[slot] < MAX_TRIES && askedMillis[slot] == sinceMillis) {
            askedMillis[slot] = sinceMillis - ANSWER_MILLIS;
        }
    }
}
