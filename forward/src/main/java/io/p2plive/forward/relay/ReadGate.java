/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.relay;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Stops reading from a link while too much of what it brought still waits for its streams, so that a link that is faster
 * than we are is held up by TCP instead of filling memory. Safe from any thread.
 */
final class ReadGate {
    static final long CLOSE_ABOVE_BYTES = 8 * 1024 * 1024;
    static final long OPEN_BELOW_BYTES = 2 * 1024 * 1024;

    private final Consumer<Boolean> reading;
    private final AtomicLong waitingBytes = new AtomicLong();

    /** @param reading told to begin or stop reading, from any thread */
    ReadGate(Consumer<Boolean> reading) {
        this.reading = reading;
    }

    void add(long bytes) {
        if (waitingBytes.addAndGet(bytes) <= CLOSE_ABOVE_BYTES) {
            return;
        }
        reading.accept(false);
        // All of it may have been taken between the two lines above, and then nobody else would open the gate.
        if (waitingBytes.get() < OPEN_BELOW_BYTES) {
            reading.accept(true);
        }
    }

    void take(long bytes) {
        long left = waitingBytes.addAndGet(-bytes);
        if (left < OPEN_BELOW_BYTES && left + bytes >= OPEN_BELOW_BYTES) {
            reading.accept(true);
        }
    }
}
