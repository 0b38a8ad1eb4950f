/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.measure;

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

    private final Map<Kind, Spread> nanos = new EnumMap<>(Kind.class);

    /** Nothing yet. */
    public EngineCost() {
        for (Kind kind : Kind.values()) {
            nanos.put(kind, new Spread());
        }
    }

    /** Does it, and looks at the clock. */
    public void measure(Kind kind, Runnable event) {
        long startNanos = System.nanoTime();
        event.run();
        nanos.get(kind).add(System.nanoTime() - startNanos);
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
