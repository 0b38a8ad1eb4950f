/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.load;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** What all viewers of a load heard, and how many may be on their way in. Safe from any thread. */
final class LoadCounts {
    private static final int MAX_COMING = 512;

    final AtomicLong heard = new AtomicLong();
    final AtomicLong waits = new AtomicLong();
    final AtomicLong closed = new AtomicLong();
    final AtomicLong answered = new AtomicLong();
    private final Semaphore coming = new Semaphore(MAX_COMING);

    void beforeComing() throws InterruptedException {
        coming.acquire();
    }

    void onAnswered() {
        answered.incrementAndGet();
        coming.release();
    }
}
