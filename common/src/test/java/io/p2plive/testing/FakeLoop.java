/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.testing;

import io.p2plive.loop.Loop;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** A loop that a test runs by hand: nothing happens, and no time passes, until it says so. */
public final class FakeLoop implements Loop {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Scheduled> timers = new PriorityQueue<>(
            Comparator.comparingLong((Scheduled timer) -> timer.dueNanos).thenComparingLong(timer -> timer.order));
    private long nowNanos = 1;
    private long order;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        return add(delayMillis, 0, task);
    }

    @Override
    public Timer repeat(long periodMillis, Runnable task) {
        return add(periodMillis, periodMillis, task);
    }

    private Timer add(long delayMillis, long periodMillis, Runnable task) {
        Scheduled timer =
                new Scheduled(nowNanos + TimeUnit.MILLISECONDS.toNanos(delayMillis), order++, periodMillis, task);
        timers.add(timer);
        return () -> timer.isCancelled = true;
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    /** Runs all that was handed over, and what that hands over. */
    public void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Lets time pass, timer by timer. */
    public void advanceMillis(long millis) {
        long untilNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(millis);
        runTasks();
        while (!timers.isEmpty() && timers.peek().dueNanos <= untilNanos) {
            runNext(timers.poll());
        }
        nowNanos = untilNanos;
    }

    private void runNext(Scheduled timer) {
        if (timer.isCancelled) {
            return;
        }
        nowNanos = timer.dueNanos;
        timer.task.run();
        if (timer.periodMillis > 0 && !timer.isCancelled) {
            timer.dueNanos += TimeUnit.MILLISECONDS.toNanos(timer.periodMillis);
            timers.add(timer);
        }
        runTasks();
    }

    private static final class Scheduled {
        private long dueNanos;
        private final long order;
        private final long periodMillis;
        private final Runnable task;
        private boolean isCancelled;

        Scheduled(long dueNanos, long order, long periodMillis, Runnable task) {
            this.dueNanos = dueNanos;
            this.order = order;
            this.periodMillis = periodMillis;
            this.task = task;
        }
    }
}
