/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.simulator.scenario.StreamPlan;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static Timeline timeline(boolean isGopStriped) {
        return new Timeline(new StreamPlan(1_600_000, 30, 30, 1_000, isGopStriped), 2, 60, new Random(3));
    }

    @Test
    void hasTheBitrateThatWasAskedFor() {
        Timeline timeline = timeline(false);
        long bytes = 0;
        for (int size : timeline.bytes) {
            assertTrue(size <= Timeline.MAX_CHUNK_BYTES + 24);
            bytes += size - 24;
        }
        assertEquals(1_600_000, bytes * 8 / 60.0, 50_000);
    }

    @Test
    void chunksTakeTurnsAmongStripes() {
        Timeline timeline = timeline(false);
        for (int chunk = 0; chunk < timeline.chunks; chunk++) {
            assertEquals(chunk % 2, timeline.stripeOf[chunk]);
        }
        assertEquals(11, timeline.next(1, 10));
        assertEquals(Integer.MAX_VALUE, timeline.next(0, timeline.chunks));
    }

    @Test
    void aPictureLeavesWhenTheNextBegins() {
        Timeline timeline = timeline(false);
        int chunk = timeline.firstChunk[7];
        assertEquals(timeline.ingestMicros(8), timeline.emitMicros(chunk));
    }

    @Test
    void wholeGopsArePacedOverAsManyGopTimesAsThereAreStripes() {
        Timeline timeline = timeline(true);
        int lastOfFirst = timeline.firstChunk[30] - 1;
        assertEquals(0, timeline.stripeOf[lastOfFirst]);
        assertEquals(1, timeline.stripeOf[lastOfFirst + 1]);
        assertEquals(2_000_000, timeline.emitMicros(lastOfFirst), 100);
        long before = 0;
        for (int n = 0; n < timeline.chunks; n++) {
            assertTrue(timeline.emitMicros(timeline.emitted(n)) >= before);
            before = timeline.emitMicros(timeline.emitted(n));
        }
    }
}
