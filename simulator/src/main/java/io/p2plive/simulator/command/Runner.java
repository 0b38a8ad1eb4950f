/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.scenario.Scenario;
import io.p2plive.simulator.world.World;
import io.p2plive.tracker.mesh.Mesh;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicReference;

/** Runs scenarios and tells people who wait how far it is. Confined to the command line. */
final class Runner {
    private static final long SILENCE_NANOS = 3_000_000_000L;

    /** The first may leave something that the next one finds. */
    private static final int COLLECTIONS = 3;

    private final PrintWriter progress;

    Runner(PrintWriter progress) {
        this.progress = progress;
    }

    Results run(Scenario scenario) {
        long startNanos = System.nanoTime();
        long[] saidNanos = {startNanos};
        World world = new World(scenario);
        world.run(second -> {
            long nowNanos = System.nanoTime();
            if (nowNanos - saidNanos[0] >= SILENCE_NANOS) {
                saidNanos[0] = nowNanos;
                progress.printf("  second %,d of %,.0f%n", second, scenario.seconds());
                progress.flush();
            }
        });
        progress.printf(
                "Ran %,.0f simulated seconds in %.1f s.%n", scenario.seconds(), (System.nanoTime() - startNanos) / 1e9);
        progress.flush();
        Results results = world.results();
        if (!scenario.hasMedia()) {
            results.addHeap(weigh(new AtomicReference<>(world.takeOutEngine())));
        }
        return results;
    }

    /** What the engine's objects take, but for the viewers' ids, which the run holds too. */
    private static double weigh(AtomicReference<Mesh> engine) {
        long with = usedBytes();
        engine.set(null);
        return with - (double) usedBytes();
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
