/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.stream;

import static io.p2plive.forward.testing.TestChunks.delta;
import static io.p2plive.forward.testing.TestChunks.keyframe;
import static io.p2plive.forward.testing.TestChunks.sequences;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecentChunksTest {
    private static final int CHUNK_BYTES = delta(1, 0).wire().length;

    @Test
    void letsTheEldestGoBeyondItsBytes() {
        RecentChunks recent = new RecentChunks(3 * CHUNK_BYTES, 10_000);

        for (int sequence = 0; sequence < 5; sequence++) {
            recent.add(delta(1, sequence), 0);
        }

        assertFalse(recent.reachesBackTo(1));
        assertTrue(recent.reachesBackTo(2));
        assertEquals(List.of(2L, 3L, 4L), sequences(recent.since(2)));
    }

    @Test
    void letsTheEldestGoBeyondItsAge() {
        RecentChunks recent = new RecentChunks(1 << 20, 1_000);
        recent.add(keyframe(1, 0), 0);
        recent.add(delta(1, 1), TimeUnit.MILLISECONDS.toNanos(600));

        recent.add(delta(1, 2), TimeUnit.MILLISECONDS.toNanos(1_200));

        assertTrue(recent.find(0).isEmpty());
        assertTrue(recent.find(1).isPresent());
    }

    @Test
    void keepsNothingOfAChunkLargerThanItsBound() {
        RecentChunks recent = new RecentChunks(CHUNK_BYTES - 1, 1_000);

        recent.add(delta(1, 0), 0);

        assertTrue(recent.find(0).isEmpty());
        assertFalse(recent.reachesBackTo(0));
    }
}
