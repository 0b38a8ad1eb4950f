/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private final EventQueue events = new EventQueue();

    @Test
    void eventsComeByTimeAndThenAsTheyWereAdded() {
        Random random = new Random(7);
        List<long[]> expected = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            long atMicros = random.nextInt(500);
            events.add(atMicros, EventQueue.CHUNK, i, i);
            expected.add(new long[] {atMicros, i});
        }
        expected.sort(
                (one, other) -> one[0] == other[0] ? Long.compare(one[1], other[1]) : Long.compare(one[0], other[0]));
        for (long[] event : expected) {
            assertTrue(events.next(1_000));
            assertEquals(event[0], events.nowMicros());
            assertEquals(event[1], events.first());
        }
        assertFalse(events.next(1_000));
        assertEquals(1_000, events.nowMicros());
    }

    @Test
    void carriesLargeNumbersUnharmed() {
        events.add(30_000_000_000L, EventQueue.CHUNK, (1 << 29) - 1, Integer.MAX_VALUE);
        assertTrue(events.next(Long.MAX_VALUE));
        assertEquals(EventQueue.CHUNK, events.kind());
        assertEquals((1 << 29) - 1, events.first());
        assertEquals(Integer.MAX_VALUE, events.second());
        assertEquals(30_000_000_000L, events.nowMicros());
    }

    @Test
    void whatIsDueInThePastHappensNow() {
        events.next(500);
        events.add(100, EventQueue.CHUNK, 0, 0);
        assertTrue(events.next(1_000));
        assertEquals(500, events.nowMicros());
    }

    @Test
    void actionsRunOnce() {
        List<String> done = new ArrayList<>();
        events.at(20, () -> done.add("second"));
        events.at(10, () -> done.add("first"));
        while (events.next(100)) {
            events.takeAction().run();
        }
        assertEquals(List.of("first", "second"), done);
    }
}
