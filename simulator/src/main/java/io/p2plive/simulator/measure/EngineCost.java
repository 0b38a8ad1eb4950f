/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;

/** What the engine's decisions cost in processor time. Confined to the run. */
public final class EngineCost {
    /** What the engine is told. */
    public enum Kind {
        JOIN,
        CONNECTED,
        CAPACITY,
        MEASURED,
        LOST,
        LEAVE,
        DISCONNECTED,
        FORWARDS,
        TICK
    }

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private final Map<Kind, Spread> nanos = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> allocated = new EnumMap<>(Kind.class);

    /** Nothing yet. */
    public EngineCost() {
        for (Kind kind : Kind.values()) {
            nanos.put(kind, new Spread());
            allocated.put(kind, 0L);
        }
    }

    /** Does it, and looks at the clock, and at what it allocates. */
    public void measure(Kind kind, Runnable event) {
        long startBytes = THREADS.getCurrentThreadAllocatedBytes();
        long startNanos = System.nanoTime();
        event.run();
        nanos.get(kind).add(System.nanoTime() - startNanos);
        allocated.merge(kind, THREADS.getCurrentThreadAllocatedBytes() - startBytes, Long::sum);
    }

    /** Bytes that an event of that kind allocates on average, what hears of its decisions included. */
    public double allocatedBytes(Kind kind) {
        return (double) allocated.get(kind) / Math.max(1, nanos.get(kind).count());
    }

    /** Nanoseconds of each event of that kind. */
    public Spread of(Kind kind) {
        return nanos.get(kind);
    }

    /** The sum of all in seconds. */
    public double totalSeconds() {
        double sum = 0;
        for (Spread spread : nanos.values()) {
            sum += spread.count() == 0 ? 0 : spread.mean() * spread.count();
        }
        return sum / 1e9;
    }
}
