/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import io.p2plive.bench.harness.ServerCost;
import io.p2plive.bench.signaling.LoadViewer.Flow;
import io.p2plive.bench.signaling.LoadViewer.Kind;
import java.util.List;

/** Viewers that are there and say nothing but how it goes, once. Confined to its caller. */
final class IdleLoad implements Flow {
    private static final long PATIENCE_MILLIS = 120_000;

    private final Crowd crowd;
    private final ServerCost cost;
    private final boolean isJava;
    private final long settleMillis;

    /**
     * Nobody is there yet.
     *
     * @param isJava whether its garbage is collected by jcmd, else by SIGUSR2
     * @param settleMillis what the server is given to come to rest
     */
    IdleLoad(Crowd crowd, ServerCost cost, boolean isJava, long settleMillis) {
        this.crowd = crowd;
        this.cost = cost;
        this.isJava = isJava;
        this.settleMillis = settleMillis;
        crowd.flow = this;
    }

    /** Bytes for each viewer, of those who came after the first of them. */
    record Outcome(int viewers, double residentBytes, double heapBytes, long residentTotal) {}

    private record Memory(long resident, long heap) {}

    /** A part of them comes first, so that what the server needs once is not counted. */
    Outcome run(int first, int viewers) throws Exception {
        crowd.gather(first, PATIENCE_MILLIS);
        Memory before = memory();
        crowd.gather(viewers - first, PATIENCE_MILLIS);
        Memory after = memory();
        double count = viewers - first;
        return new Outcome(
                viewers,
                (after.resident - before.resident) / count,
                (after.heap - before.heap) / count,
                after.resident);
    }

    private Memory memory() throws Exception {
        crowd.loop.run(settleMillis);
        for (LoadViewer viewer : List.copyOf(crowd.byId.values())) {
            viewer.report();
        }
        crowd.loop.run(settleMillis);
        long heap = 0;
        if (isJava) {
            heap = cost.collectHeap();
        } else {
            cost.collectByWord();
        }
        crowd.loop.run(settleMillis);
        return new Memory(cost.residentBytes(), heap);
    }

    @Override
    public void onParents(LoadViewer viewer, List<String> parents) {
        // They only are there.
    }

    @Override
    public void onSignal(LoadViewer viewer, Kind kind, String from) {
        // Nobody sends any.
    }
}
