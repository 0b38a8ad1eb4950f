/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.scenario;

import io.p2plive.tracker.mesh.MeshSettings;

/**
 * All that decides what a run does: the same scenario runs the same way every time. Immutable.
 *
 * @param forwards how many there are
 * @param seconds how long the run is
 * @param warmupSeconds what happens before counts for no mean
 * @param hasMedia whether chunks travel; without them only the graph is made, kept and measured
 */
public record Scenario(
        StreamPlan stream,
        Crowd crowd,
        Homes homes,
        Network network,
        MeshSettings mesh,
        int forwards,
        double seconds,
        double warmupSeconds,
        long seed,
        boolean hasMedia) {
    /** What the clock of a run can count to. */
    private static final double MAX_SECONDS = 30_000;

    /** Checks the numbers. */
    public Scenario {
        Range.check("forwards", forwards, 0, 1_000);
        Range.check("duration", seconds, 1, MAX_SECONDS);
        Range.check("warm-up", warmupSeconds, 0, seconds);
    }

    /** The same with the other way to divide the stream. */
    public Scenario withGopStripes(boolean isGopStriped) {
        StreamPlan other = new StreamPlan(
                stream.bitsPerSecond(),
                stream.framesPerSecond(),
                stream.picturesPerGop(),
                stream.bufferMillis(),
                isGopStriped);
        return new Scenario(other, crowd, homes, network, mesh, forwards, seconds, warmupSeconds, seed, hasMedia);
    }
}
