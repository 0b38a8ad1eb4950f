/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.micro;

import io.p2plive.id.ViewerId;
import io.p2plive.tracker.mesh.Arrival;
import io.p2plive.tracker.mesh.Assignment;
import io.p2plive.tracker.mesh.ForwardSlots;
import io.p2plive.tracker.mesh.ForwardState;
import io.p2plive.tracker.mesh.Link;
import io.p2plive.tracker.mesh.Mesh;
import io.p2plive.tracker.mesh.MeshListener;
import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.MeshTimes;
import io.p2plive.tracker.mesh.Origin;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The mesh's decisions in a swarm that is full. Confined to JMH's thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MeshBenchmark implements MeshListener {
    private static final int TICK_MILLIS = 250;
    private static final int EVENTS_PER_TICK = 1_000;

    /** Viewers that are there all the time. */
    @Param({"10000", "100000"})
    public int viewers;

    private final ArrayDeque<ViewerId> present = new ArrayDeque<>();
    private final ArrayDeque<Runnable> connecting = new ArrayDeque<>();
    private final Random random = new Random(7);
    private Mesh mesh;
    private long nowMillis = 1;
    private int events;
    private long comers;

    /** Fills the swarm. */
    @Setup
    public void prepare() {
        MeshSettings settings = new MeshSettings(2, 2, 8, 2, 256, 32);
        mesh = new Mesh(
                settings,
                MeshTimes.DEFAULT,
                new ForwardSlots(settings.slotsPerForward()),
                () -> nowMillis,
                new Random(1),
                this);
        mesh.forwards(List.of(new ForwardState("f1", true)));
        while (present.size() < viewers) {
            join();
        }
    }

    /** One comes and is connected by both parents, the one who is here longest goes, and all that follows from it. */
    @Benchmark
    public void joinAndLeave() {
        join();
        mesh.leave(present.pollFirst());
        settle();
    }

    /** What of a viewer's statistics matters to the mesh. */
    @Benchmark
    public void statistics() {
        mesh.measured(present.peekFirst(), random.nextInt(300));
    }

    private void join() {
        ViewerId id = new ViewerId(String.format(Locale.ROOT, "%032x", ++comers));
        mesh.join(id, Arrival.newcomer(true, Origin.NONE));
        mesh.capacity(id, 4);
        present.addLast(id);
        settle();
    }

    private void settle() {
        for (Runnable next = connecting.poll(); next != null; next = connecting.poll()) {
            next.run();
        }
        if (++events % EVENTS_PER_TICK == 0) {
            nowMillis += TICK_MILLIS;
            mesh.tick();
        }
    }

    @Override
    public void onAssigned(ViewerId viewer, Assignment assignment) {
        for (Link parent : assignment.parents()) {
            connecting.add(() -> mesh.connected(viewer, parent.stripe(), parent.viewer()));
        }
    }

    @Override
    public void onWaiting(ViewerId viewer) {
        // It gets a source by a tick.
    }
}
