/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.loop;

/**
 * The one thread on which a stream or a swarm lives, with its clock and its timers, so that the core knows neither Netty
 * nor the time of day. Safe from any thread, but for what the methods say.
 */
public interface Loop {
    /** Runs {@code task} on the loop, later. */
    void execute(Runnable task);

    /** Runs {@code task} on the loop once, after a delay. */
    Timer schedule(long delayMillis, Runnable task);

    /** Runs {@code task} on the loop again and again, the first time after one period. */
    Timer repeat(long periodMillis, Runnable task);

    /** Whether the caller is on the loop's thread. */
    boolean isCurrent();

    /** A clock that never goes back; only differences mean anything. */
    long nanoTime();

    /** Something that was scheduled. */
    interface Timer {
        /** It will not run again; harmless when it already has. */
        void cancel();
    }
}
