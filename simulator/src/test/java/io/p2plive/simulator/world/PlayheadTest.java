/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.simulator.scenario.StreamPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlayheadTest {
    private static final long BUFFER_MICROS = 1_000_000;

    private final Timeline timeline = new Timeline(new StreamPlan(300_000, 30, 30, 1_000, false), 2, 30, new Random(3));
    private final ChunkBuffer buffer = new ChunkBuffer(timeline);
    private final List<Long> delays = new ArrayList<>();
    private long stalledMicros;
    private int jumps;
    private final Playhead playhead = new Playhead(timeline, buffer, BUFFER_MICROS, new Playhead.Listener() {
        @Override
        public void onShown(long atMicros, long delayMicros, long stalled) {
            delays.add(delayMicros);
            stalledMicros += stalled;
        }

        @Override
        public void onJump(int pictures, long stalled) {
            jumps++;
            stalledMicros += stalled;
        }
    });

    /** All pictures from one to another come, each so long after its ingest. */
    private void come(int fromPicture, int toPicture, long afterMicros) {
        for (int picture = fromPicture; picture < toPicture; picture++) {
            long nowMicros = timeline.ingestMicros(picture) + afterMicros;
            for (int chunk = timeline.firstChunk[picture]; chunk < timeline.firstChunk[picture + 1]; chunk++) {
                buffer.insert(chunk, (int) (nowMicros / 1_000));
                playhead.onChunk(chunk, nowMicros);
            }
            playhead.advance(nowMicros);
        }
    }

    @Test
    void settlesOneBufferBehindTheIngest() {
        come(0, 800, 200_000);
        assertEquals(BUFFER_MICROS, delays.get(delays.size() - 1), 40_000);
        assertEquals(0, stalledMicros);
        assertEquals(0, jumps);
    }

    @Test
    void waitsForWhatIsLateAndCountsIt() {
        come(0, 400, 200_000);
        come(400, 450, 2_200_000);
        assertTrue(stalledMicros > 900_000 && stalledMicros < 1_400_000, "stalled for " + stalledMicros);
        assertEquals(0, jumps);
    }

    @Test
    void jumpsOverWhatNeverComes() {
        come(0, 400, 200_000);
        come(405, 600, 200_000);
        assertEquals(1, jumps);
        assertTrue(stalledMicros >= 1_400_000, "stalled for " + stalledMicros);
    }

    @Test
    void catchingUpIsNoStall() {
        come(0, 400, 1_400_000);
        long atFirst = stalledMicros;
        come(400, 800, 1_400_000);
        assertEquals(atFirst, stalledMicros);
        assertEquals(1_400_000, delays.get(delays.size() - 1), 40_000);
    }
}
