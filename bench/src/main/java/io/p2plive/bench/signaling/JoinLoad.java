/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import io.p2plive.bench.harness.Latencies;
import io.p2plive.bench.harness.ServerCost;
import io.p2plive.bench.signaling.LoadViewer.Flow;
import io.p2plive.bench.signaling.LoadViewer.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Waves of viewers: each connects, joins, hears its sources, exchanges offer, answer and two candidates each way with its first
 * parent, and says how it goes. When all are there, all leave. What the server can do is measured with a fixed number of them
 * under way at any time; how long a join takes, with viewers who come at a steady rate below that.
 *
 * <p>Confined to its caller.
 */
final class JoinLoad implements Flow {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final int CANDIDATES = 2;
    /** What each side of an exchange hears, from the side of the one who began it: the answer and the candidates. */
    private static final int ANSWERS = 1 + CANDIDATES;

    private final Crowd crowd;
    private final Pace pace;
    private final boolean isPlain;
    private Latencies timed = new Latencies();
    private long done;
    private long alone;
    private long begun;
    private long exchanged;

    /** {@code isPlain} where the server introduces by the offer itself, and candidates are within it. */
    JoinLoad(Crowd crowd, Pace pace, boolean isPlain) {
        this.crowd = crowd;
        this.pace = pace;
        this.isPlain = isPlain;
        crowd.flow = this;
    }

    /**
     * How viewers come. Immutable.
     *
     * @param atOnce under way at any time, where the server is to be busy
     * @param steadyPart of the joins a CPU-second, how many are offered each second where their time is to be measured
     */
    record Pace(int viewers, int waves, int atOnce, double steadyPart) {}

    /** What some waves took, and each of their viewers. */
    record Waves(ServerCost.Span span, Latencies latencies) {}

    /**
     * What came of it.
     *
     * @param joins how many were measured with the server busy, and {@code alone} how many of them had nobody to exchange with
     * @param cold what the very first wave took
     * @param compilingMicros what of the busy waves' time went to the JVM's compiler
     * @param offeredPerSecond joins, in {@code steady}
     */
    record Outcome(
            long joins,
            long alone,
            ServerCost.Span cold,
            Waves busy,
            ServerCost.Span leaving,
            long compilingMicros,
            double offeredPerSecond,
            Waves steady) {}

    /** Runs waves, first to warm up, then measured. */
    Outcome run(long warmMillis, ServerCost cost) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(warmMillis);
        ServerCost.Reading start = cost.read();
        busyWave();
        ServerCost.Span cold = start.until(cost.read());
        crowd.leave(PATIENCE_MILLIS);
        while (System.nanoTime() < deadline) {
            busyWave();
            crowd.leave(PATIENCE_MILLIS);
        }
        timed.clear();
        alone = 0;
        ServerCost.Span joining = ServerCost.Span.NONE;
        ServerCost.Span leaving = ServerCost.Span.NONE;
        CompilerCost compiler = new CompilerCost(cost.serverPid());
        long compilingMicros = 0;
        for (int wave = 0; wave < pace.waves; wave++) {
            long compiledMicros = compiler.micros();
            ServerCost.Reading before = cost.read();
            busyWave();
            compilingMicros += compiler.micros() - compiledMicros;
            ServerCost.Reading full = cost.read();
            crowd.leave(PATIENCE_MILLIS);
            joining = joining.plus(before.until(full));
            leaving = leaving.plus(full.until(cost.read()));
        }
        long joins = (long) pace.waves * pace.viewers;
        long busyAlone = alone;
        double offered = joining.perServerSecond(joins) * pace.steadyPart;
        return new Outcome(
                joins,
                busyAlone,
                cold,
                new Waves(joining, timed),
                leaving,
                compilingMicros,
                offered,
                steadyWaves(offered, cost));
    }

    private Waves steadyWaves(double perSecond, ServerCost cost) throws Exception {
        timed = new Latencies();
        ServerCost.Span steady = ServerCost.Span.NONE;
        for (int wave = 0; wave < pace.waves; wave++) {
            ServerCost.Reading before = cost.read();
            steadyWave(perSecond);
            steady = steady.plus(before.until(cost.read()));
            crowd.leave(PATIENCE_MILLIS);
        }
        return new Waves(steady, timed);
    }

    /** Whoever is done lets the next one come. */
    private void busyWave() throws Exception {
        wave(() -> begun - done < pace.atOnce ? System.nanoTime() : Long.MAX_VALUE);
    }

    /** They come when they are due, whether or not those before them are done; their time runs from then on. */
    private void steadyWave(double perSecond) throws Exception {
        long start = System.nanoTime();
        double gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        wave(() -> start + (long) (begun * gapNanos));
    }

    private void wave(LongSupplier nextDueNanos) throws Exception {
        done = 0;
        begun = 0;
        exchanged = 0;
        long aloneBefore = alone;
        crowd.loop.runUntil(
                () -> {
                    for (long due = nextDueNanos.getAsLong();
                            begun < pace.viewers && due <= System.nanoTime();
                            due = nextDueNanos.getAsLong()) {
                        begin(due);
                    }
                    long expected = (pace.viewers - (alone - aloneBefore)) * (isPlain ? 2L : 2L * ANSWERS);
                    return done == pace.viewers && exchanged >= expected;
                },
                PATIENCE_MILLIS);
    }

    private void begin(long dueNanos) {
        try {
            crowd.come().startNanos = dueNanos;
            begun++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onParents(LoadViewer viewer, List<String> parents) throws IOException {
        if (viewer.isDone || viewer.partner != null) {
            return;
        }
        String parent =
                parents.stream().filter(crowd.byId::containsKey).findFirst().orElse(null);
        if (parent == null) {
            alone++;
            finish(viewer);
            return;
        }
        viewer.partner = parent;
        exchange(viewer, Kind.OFFER, parent);
    }

    private static void exchange(LoadViewer viewer, Kind kind, String with) throws IOException {
        viewer.signal(kind, with);
        for (int number = 0; number < CANDIDATES; number++) {
            viewer.signal(Kind.CANDIDATE, with);
        }
    }

    @Override
    public void onSignal(LoadViewer viewer, Kind kind, String from) throws IOException {
        exchanged++;
        if (isPlain && kind == Kind.OFFER) {
            viewer.signal(Kind.ANSWER, from);
        } else if (isPlain) {
            finish(viewer);
        } else if (kind == Kind.OFFER) {
            exchange(viewer, Kind.ANSWER, from);
        } else if (from.equals(viewer.partner) && ++viewer.heard == ANSWERS) {
            finish(viewer);
        }
    }

    private void finish(LoadViewer viewer) throws IOException {
        viewer.isDone = true;
        timed.add(System.nanoTime() - viewer.startNanos);
        viewer.report();
        done++;
    }
}
