/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.simulator.scenario.Crowd;
import io.p2plive.simulator.scenario.Homes;
import io.p2plive.simulator.scenario.LinkDelay;
import io.p2plive.simulator.scenario.Network;
import io.p2plive.simulator.scenario.Scenario;
import io.p2plive.simulator.scenario.StreamPlan;
import io.p2plive.simulator.scenario.Uplinks;
import io.p2plive.tracker.mesh.MeshSettings;

/** Small scenarios to test with. */
final class Scenarios {
    private Scenarios() {}

    /** Everybody has a line of so many streams, nobody leaves, all pairs connect. */
    static Scenario calm(int viewers, double streams, double seconds) {
        return of(new Crowd(viewers, 5, 0, Crowd.Flash.NONE, Crowd.Exit.NONE, 0), streams + ":1", seconds, 1, true);
    }

    /** Viewers come, go and crash, and not all have a line. */
    static Scenario lively(int viewers, double seconds, long seed, boolean hasMedia) {
        Crowd crowd = new Crowd(viewers, 5, 30, Crowd.Flash.NONE, Crowd.Exit.NONE, 0.3);
        return of(crowd, "0:0.2,3:0.8", seconds, seed, hasMedia);
    }

    private static Scenario of(Crowd crowd, String uplinks, double seconds, long seed, boolean hasMedia) {
        return new Scenario(
                new StreamPlan(800_000, 30, 30, 1_000, false),
                crowd,
                new Homes(Uplinks.parse(uplinks), 1, 0),
                new Network(LinkDelay.parse("50"), crowd.meanStaySeconds() > 0 ? 0.1 : 0, 0),
                new MeshSettings(2, 1, 8, 2, 128, 32),
                1,
                seconds,
                10,
                seed,
                hasMedia);
    }
}
