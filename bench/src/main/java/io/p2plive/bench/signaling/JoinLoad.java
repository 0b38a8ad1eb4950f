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

/**
 * Waves of viewers that come, a fixed number of them at once: each connects, joins, hears its sources, exchanges offer,
 * answer and two candidates each way with its first parent, and says how it goes. When all are there, all leave.
 *
 * <p>Confined to its caller.
 */
final class JoinLoad implements Flow {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final int CANDIDATES = 2;
    /** What each side of an exchange hears, from the side of the one who began it: the answer and the candidates. */
    private static final int ANSWERS = 1 + CANDIDATES;

    private final Crowd crowd;
    private final int atOnce;
    private final boolean isPlain;
    private final Latencies latencies = new Latencies();
    private long done;
    private long alone;
    private long begun;
    private long exchanged;

    /** {@code isPlain} where the server introduces by the offer itself, and candidates are within it. */
    JoinLoad(Crowd crowd, int atOnce, boolean isPlain) {
        this.crowd = crowd;
        this.atOnce = atOnce;
        this.isPlain = isPlain;
        crowd.flow = this;
    }

    /**
     * What came of it.
     *
     * @param joins how many were measured, and {@code alone} how many of them had nobody to exchange with
     * @param cold what the very first wave took
     * @param compilingMicros what of the joins' time went to the JVM's compiler
     */
    record Outcome(
            long joins,
            long alone,
            ServerCost.Span cold,
            ServerCost.Span joining,
            ServerCost.Span leaving,
            long compilingMicros,
            Latencies latencies) {}

    /** Runs waves, first to warm up, then measured. */
    Outcome run(int viewers, long warmMillis, int waves, ServerCost cost) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(warmMillis);
        ServerCost.Reading start = cost.read();
        wave(viewers);
        ServerCost.Span cold = start.until(cost.read());
        crowd.leave(PATIENCE_MILLIS);
        while (System.nanoTime() < deadline) {
            wave(viewers);
            crowd.leave(PATIENCE_MILLIS);
        }
        latencies.clear();
        alone = 0;
        ServerCost.Span joining = ServerCost.Span.NONE;
        ServerCost.Span leaving = ServerCost.Span.NONE;
        CompilerCost compiler = new CompilerCost(cost.serverPid());
        long compilingMicros = 0;
        for (int wave = 0; wave < waves; wave++) {
            long compiledMicros = compiler.micros();
            ServerCost.Reading before = cost.read();
            wave(viewers);
            compilingMicros += compiler.micros() - compiledMicros;
            ServerCost.Reading full = cost.read();
            crowd.leave(PATIENCE_MILLIS);
            joining = joining.plus(before.until(full));
            leaving = leaving.plus(full.until(cost.read()));
        }
        return new Outcome((long) waves * viewers, alone, cold, joining, leaving, compilingMicros, latencies);
    }

    private void wave(int viewers) throws Exception {
        done = 0;
        begun = 0;
        exchanged = 0;
        long aloneBefore = alone;
        crowd.loop.runUntil(
                () -> {
                    while (begun < viewers && begun - done < atOnce) {
                        begin();
                    }
                    long expected = (viewers - (alone - aloneBefore)) * (isPlain ? 2L : 2L * ANSWERS);
                    return done == viewers && exchanged >= expected;
                },
                PATIENCE_MILLIS);
    }

    private void begin() {
        try {
            crowd.come();
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
        latencies.add(System.nanoTime() - viewer.startNanos);
        viewer.report();
        done++;
    }
}
