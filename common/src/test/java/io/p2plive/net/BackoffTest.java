/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void doublesUpToItsCeiling() {
        Backoff longest = new Backoff(100, 1_000, () -> 1);

        assertEquals(
                "[100, 200, 400, 800, 1000, 1000]",
                LongStream.generate(longest::nextMillis)
                        .limit(6)
                        .boxed()
                        .toList()
                        .toString());
    }

    @Test
    void waitsAtLeastHalf() {
        Backoff shortest = new Backoff(100, 1_000, () -> 0);

        assertEquals(
                "[50, 100, 200, 400, 500, 500]",
                LongStream.generate(shortest::nextMillis)
                        .limit(6)
                        .boxed()
                        .toList()
                        .toString());
    }

    @Test
    void beginsAnewAfterASuccess() {
        Backoff backoff = new Backoff(100, 1_000, () -> 1);
        backoff.nextMillis();
        backoff.nextMillis();

        backoff.reset();

        assertEquals(100, backoff.nextMillis());
    }

    @Test
    void spreadsThoseWhoLostTheSameThing() {
        long different = LongStream.range(0, 100)
                .map(viewer -> new Backoff(1_000, 10_000).nextMillis())
                .peek(wait -> assertTrue(wait >= 500 && wait <= 1_000))
                .distinct()
                .count();

        assertTrue(different > 20, different + " different waits of 100");
    }

    @Test
    void neverOverflows() {
        Backoff backoff = new Backoff(1_000, 60_000, () -> 1);

        assertTrue(LongStream.generate(backoff::nextMillis).limit(10_000).allMatch(wait -> wait > 0 && wait <= 60_000));
    }
}
