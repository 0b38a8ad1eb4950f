/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.protocol.StreamFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GopCacheTest {
    private static final int PAYLOAD = 100;
    private static final int CHUNK = Chunk.HEADER_BYTES + PAYLOAD;

    private final GopCache cache = new GopCache(3 * CHUNK);
    private long sequence;

    @Test
    void holdsNothingBeforeTheFirstKeyframe() {
        add(Chunk.FIRST | Chunk.LAST);

        assertHolds();
    }

    @Test
    void holdsAllSinceTheKeyframe() {
        add(Chunk.KEYFRAME | Chunk.FIRST);
        add(Chunk.LAST);
        add(Chunk.FIRST | Chunk.LAST);

        assertHolds(0, 1, 2);
    }

    @Test
    void beginsAnewAtEachKeyframe() {
        add(Chunk.KEYFRAME | Chunk.FIRST);
        add(Chunk.LAST);
        add(Chunk.KEYFRAME | Chunk.FIRST);

        assertHolds(2);
    }

    @Test
    void givesUpAGopThatOutgrowsItsBoundUntilTheNextKeyframe() {
        add(Chunk.KEYFRAME | Chunk.FIRST);
        add(0);
        add(0);
        add(0);
        assertHolds();
        add(Chunk.LAST);
        assertHolds();

        add(Chunk.KEYFRAME | Chunk.FIRST);
        assertHolds(5);
    }

    @Test
    void givesUpAKeyframeThatIsItselfOverTheBound() {
        GopCache tiny = new GopCache(CHUNK - 1);

        tiny.add(chunk(Chunk.KEYFRAME | Chunk.FIRST));

        assertTrue(tiny.chunks().isEmpty());
    }

    @Test
    void isEmptyAfterTheEndOfTheEpoch() {
        add(Chunk.KEYFRAME | Chunk.FIRST);
        cache.add(Chunk.of(header(Chunk.END), new byte[0], 0, 0));

        assertHolds();
    }

    @Test
    void isEmptyAfterItWasCleared() {
        add(Chunk.KEYFRAME | Chunk.FIRST);
        cache.clear();
        add(Chunk.LAST);

        assertHolds();
    }

    @Test
    void neverHoldsMoreThanItsBoundWhateverComes() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            add(random.nextInt(5) == 0 ? Chunk.KEYFRAME | Chunk.FIRST : 0);

            List<Chunk> held = cache.chunks();
            assertTrue(held.stream().mapToInt(chunk -> chunk.wire().length).sum() <= 3 * CHUNK);
            assertTrue(held.isEmpty() || held.get(0).isKeyframe());
        }
    }

    @Test
    void letsNobodyElseChangeIt() {
        assertThrows(UnsupportedOperationException.class, () -> cache.chunks().add(chunk(0)));
    }

    private void add(int flags) {
        cache.add(chunk(flags));
    }

    private Chunk chunk(int flags) {
        return Chunk.of(header(flags), new byte[PAYLOAD], 0, PAYLOAD);
    }

    private Chunk.Header header(int flags) {
        return new Chunk.Header(flags, 0, 1, sequence++, 0, StreamFormat.MPEG1);
    }

    private void assertHolds(long... sequences) {
        assertEquals(
                Arrays.stream(sequences).boxed().toList(),
                cache.chunks().stream().map(Chunk::sequence).toList());
    }
}
