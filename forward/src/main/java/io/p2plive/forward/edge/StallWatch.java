/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import io.p2plive.loop.Loop;
import java.util.concurrent.TimeUnit;

/** Notices that a viewer has taken nothing for too long. Confined to {@code loop}. */
final class StallWatch {
    private final Loop loop;
    private final long patienceMillis;
    private final Runnable onStalled;
    private long blockedSinceNanos;
    private boolean isBlocked;
    private boolean isTicking;
    private boolean isOver;

    StallWatch(Loop loop, long patienceMillis, Runnable onStalled) {
        this.loop = loop;
        this.patienceMillis = patienceMillis;
        this.onStalled = onStalled;
    }

    /** The viewer takes bytes again, or no longer does. */
    void onWritabilityChanged(boolean isWritable) {
        isBlocked = !isWritable;
        if (isBlocked) {
            blockedSinceNanos = loop.nanoTime();
            tick(patienceMillis);
        }
    }

    /** One timer at most, however often the viewer stops and goes. */
    private void tick(long delayMillis) {
        if (!isTicking) {
            isTicking = true;
            loop.schedule(delayMillis, this::onTick);
        }
    }

    private void onTick() {
        isTicking = false;
        if (!isBlocked || isOver) {
            return;
        }
        long leftMillis = patienceMillis - TimeUnit.NANOSECONDS.toMillis(loop.nanoTime() - blockedSinceNanos);
        if (leftMillis > 0) {
            tick(leftMillis);
        } else {
            isOver = true;
            onStalled.run();
        }
    }

    /** It is of no interest any more. */
    void stop() {
        isOver = true;
    }
}
