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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    /** Runs one alone; without media the engine is weighed. */
    Results run(Scenario scenario) {
        World world = ran(scenario);
        Results results = world.results();
        if (!scenario.hasMedia()) {
            results.addHeap(weigh(new AtomicReference<>(world.takeOutEngine())));
        }
        return results;
    }

    /** Runs all, as many at a time as there are cores; the results come in the same order. No engine is weighed. */
    List<Results> runAll(List<Scenario> scenarios) {
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<CompletableFuture<Results>> runs = scenarios.stream()
                    .map(scenario ->
                            CompletableFuture.supplyAsync(() -> ran(scenario).results(), pool))
                    .toList();
            return runs.stream().map(CompletableFuture::join).toList();
        } finally {
            pool.shutdownNow();
        }
    }

    private World ran(Scenario scenario) {
        long startNanos = System.nanoTime();
        long[] saidNanos = {startNanos};
        World world = new World(scenario);
        world.run(second -> {
            long nowNanos = System.nanoTime();
            if (nowNanos - saidNanos[0] >= SILENCE_NANOS) {
                saidNanos[0] = nowNanos;
                say(String.format("  seed %d, second %,d of %,.0f", scenario.seed(), second, scenario.seconds()));
            }
        });
        double took = (System.nanoTime() - startNanos) / 1e9;
        say(String.format("Ran %,.0f simulated seconds in %.1f s.", scenario.seconds(), took));
        return world;
    }

    private void say(String words) {
        progress.println(words);
        progress.flush();
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
