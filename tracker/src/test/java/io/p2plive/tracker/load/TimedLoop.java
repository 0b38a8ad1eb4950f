/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.load;

import io.p2plive.loop.Loop;
import java.util.Locale;

/** A loop that notes how long what is handed to it takes. The notes are confined to the loop until it is idle. */
final class TimedLoop implements Loop {
    private static final int MAX_MICROS = 1_000_000;

    final Times messages = new Times();
    final Times ticks = new Times();
    private final Loop loop;

    TimedLoop(Loop loop) {
        this.loop = loop;
    }

    /** How often something took how many microseconds. */
    static final class Times {
        private final int[] byMicros = new int[MAX_MICROS + 1];
        private long count;

        private void run(Runnable task) {
            long startNanos = System.nanoTime();
            task.run();
            count++;
            byMicros[(int) Math.min(MAX_MICROS, (System.nanoTime() - startNanos) / 1_000)]++;
        }

        private int micros(double part) {
            long left = (long) Math.ceil(count * part);
            for (int micros = 0; micros < MAX_MICROS; micros++) {
                left -= byMicros[micros];
                if (left <= 0) {
                    return micros;
                }
            }
            return MAX_MICROS;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d, p50 %d µs, p99 %d µs, p99.9 %d µs, longest %d µs",
                    count,
                    micros(0.5),
                    micros(0.99),
                    micros(0.999),
                    micros(1));
        }
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> messages.run(task));
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        return loop.schedule(delayMillis, task);
    }

    @Override
    public Timer repeat(long periodMillis, Runnable task) {
        return loop.repeat(periodMillis, () -> ticks.run(task));
    }

    @Override
    public boolean isCurrent() {
        return loop.isCurrent();
    }

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }
}
