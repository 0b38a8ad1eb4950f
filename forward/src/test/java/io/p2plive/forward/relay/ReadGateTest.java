/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReadGateTest {
    private static final long HALF = ReadGate.CLOSE_ABOVE_BYTES / 2;

    private final List<Boolean> reading = new ArrayList<>();
    private final ReadGate gate = new ReadGate(reading::add);

    @Test
    void staysOpenWhileLittleWaits() {
        for (int i = 0; i < 10; i++) {
            gate.add(HALF);
            gate.take(HALF);
        }

        assertEquals(List.of(), reading.stream().filter(isOpen -> !isOpen).toList());
    }

    @Test
    void closesWhenTooMuchWaitsAndOpensWhenItIsTaken() {
        gate.add(HALF);
        gate.add(HALF);
        gate.add(1);
        assertEquals(List.of(false), reading);

        gate.take(HALF);
        assertEquals(List.of(false), reading);
        gate.take(HALF);

        assertEquals(List.of(false, true), reading);
    }

    @Test
    void opensAgainWhenAllIsTakenWhileItCloses() {
        List<Boolean> calls = new ArrayList<>();
        AtomicReference<ReadGate> self = new AtomicReference<>();
        self.set(new ReadGate(isReading -> {
            if (!isReading) {
                self.get().take(ReadGate.CLOSE_ABOVE_BYTES + 1);
            }
            calls.add(isReading);
        }));

        self.get().add(ReadGate.CLOSE_ABOVE_BYTES + 1);

        assertEquals(true, calls.get(calls.size() - 1));
    }
}
