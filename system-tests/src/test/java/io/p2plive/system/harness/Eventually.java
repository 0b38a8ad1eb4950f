/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for a condition with a deadline and a message. Polls in the calling thread, for pages allow no other. */
public final class Eventually {
    private static final Duration POLL = Duration.ofMillis(100);

    private Eventually() {}

    /**
     * Waits until it holds.
     *
     * @param claim what shall come true, for the message
     */
    public static void holds(String claim, Duration within, Callable<Boolean> condition) {
        waiting(claim, within).until(condition);
    }

    /**
     * Waits until it holds, and tells what was there instead when it never does.
     *
     * @param instead describes what is there, for the message
     */
    public static void holds(String claim, Duration within, Callable<Boolean> condition, Supplier<String> instead) {
        try {
            waiting(claim, within).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(claim + ": not within " + within.toMillis() + " ms; " + instead.get(), e);
        }
    }

    /** Lets time pass that a claim is about ("over 20 s"), not time for something to happen in. */
    public static void watchFor(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        waiting("time passes", duration.plusSeconds(10)).until(() -> System.nanoTime() - end >= 0);
    }

    private static ConditionFactory waiting(String claim, Duration within) {
        return Awaitility.await(claim)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(within);
    }
}
