/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import static io.p2plive.forward.testing.TestChunks.delta;
import static io.p2plive.forward.testing.TestChunks.gop;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.p2plive.forward.testing.TestChunks;
import io.p2plive.media.Chunk;
import io.p2plive.testing.FakeLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldTest {
    private static final int HOLD_MILLIS = 50;

    private final FakeLoop loop = new FakeLoop();
    private final List<List<Long>> out = new ArrayList<>();

    private Hold hold(int millis) {
        return new Hold(loop, millis, chunks -> out.add(TestChunks.sequences(chunks)));
    }

    @Test
    void keepsNothingBackWhenTheTimeIsZero() {
        Hold hold = hold(0);
        hold.add(gop(1, 0, 2));
        hold.add(gop(1, 2, 1));

        assertEquals(List.of(List.of(0L, 1L), List.of(2L)), out);
    }

    @Test
    void letsOutTogetherWhatCameInItsTime() {
        Hold hold = hold(HOLD_MILLIS);
        hold.add(gop(1, 0, 1));
        loop.advanceMillis(HOLD_MILLIS - 1);
        hold.add(List.of(delta(1, 1)));
        assertEquals(List.of(), out);

        loop.advanceMillis(1);

        assertEquals(List.of(List.of(0L, 1L)), out);
    }

    @Test
    void keepsNoChunkLongerThanItsTimeWhateverWentBefore() {
        Hold hold = hold(HOLD_MILLIS);
        hold.add(gop(1, 0, 1));
        loop.advanceMillis(20);
        hold.release();
        hold.add(List.of(delta(1, 1)));

        loop.advanceMillis(HOLD_MILLIS);

        assertEquals(List.of(List.of(0L), List.of(1L)), out);
    }

    @Test
    void letsOutAtOnceWhatIsEnoughForOneWrite() {
        Hold hold = hold(HOLD_MILLIS);
        for (int sequence = 0; sequence < 5; sequence++) {
            hold.add(List.of(TestChunks.chunk(Chunk.FIRST, 1, sequence, Chunk.MAX_PAYLOAD_BYTES)));
        }

        assertEquals(List.of(List.of(0L, 1L, 2L, 3L, 4L)), out);
    }
}
