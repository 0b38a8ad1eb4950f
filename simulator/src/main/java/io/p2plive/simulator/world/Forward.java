/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

/** A forward: gets every chunk from the source, and feeds those who may pull. Confined to the run. */
final class Forward extends Node {
    final String name;
    private final Timeline timeline;
    private final EventQueue events;
    private int newest = -1;
    private int latestKeyframe = -1;
    private int gopStart = -1;

    Forward(int index, String name, Uplink uplink, long delayMicros, World world) {
        super(index, uplink, delayMicros);
        this.name = name;
        this.timeline = world.timeline;
        this.events = world.events;
    }

    void onChunk(int chunk) {
        newest = Math.max(newest, chunk);
        if (timeline.isKeyframe(chunk) && chunk > latestKeyframe) {
            gopStart = latestKeyframe;
            latestKeyframe = chunk;
        }
        relay(chunk);
    }

    /** Chunks do not come in order where whole GOPs are striped. */
    @Override
    boolean holds(int chunk) {
        return chunk < timeline.chunks && timeline.emitMicros(chunk) <= events.nowMicros();
    }

    /** It keeps the running GOP and the one before. */
    @Override
    boolean reaches(int chunk) {
        return chunk >= Math.max(gopStart, 0) && chunk <= newest;
    }

    @Override
    int newest() {
        return newest;
    }

    @Override
    int latestKeyframe() {
        return latestKeyframe;
    }

    @Override
    int hops(int stripe) {
        return 0;
    }
}
