/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.net.Transport;
import io.p2plive.net.TransportKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmUpTest {
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void endsWhenItHasSentEnough(String kind) {
        try (Transport transport = Transport.open(TransportKind.ofWord(kind), 2)) {
            long startNanos = System.nanoTime();
            long chunks = WarmUp.run(transport, 20_000, 500);

            long millis = NANOSECONDS.toMillis(System.nanoTime() - startNanos);
            assertTrue(chunks >= 500, "chunks " + chunks);
            assertTrue(millis < 20_000, "took " + millis + " ms");
        }
    }

    @Test
    void endsWhenItsTimeIsOver() {
        try (Transport transport = Transport.open(2)) {
            long startNanos = System.nanoTime();
            WarmUp.run(transport, 100, Integer.MAX_VALUE);

            // Far more than it may take, far less than if it waited for enough.
            long millis = NANOSECONDS.toMillis(System.nanoTime() - startNanos);
            assertTrue(millis < 5_000, "took " + millis + " ms");
        }
    }
}
