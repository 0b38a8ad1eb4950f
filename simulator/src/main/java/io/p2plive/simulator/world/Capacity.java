/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import java.util.HashMap;
import java.util.Map;

/**
 * Learns from the send queues of its children how many a viewer can feed, and tells the tracker. Confined to the run.
 */
final class Capacity {
    private static final long LOOK_MICROS = 100_000;
    private static final long RAISE_PAUSE_MICROS = 1_000_000;

    private final World world;
    private final Viewer self;
    private final double bytesPerMicro;
    private final Map<Viewer, ChildFlow> flows = new HashMap<>(4);
    private final UploadEstimate estimate;
    private long lookedMicros = Long.MIN_VALUE / 2;
    private int told = UploadEstimate.START_SLOTS;
    private long toldMicros = Long.MIN_VALUE / 2;

    Capacity(World world, Viewer self) {
        this.world = world;
        this.self = self;
        this.bytesPerMicro = world.stripeBytesPerMicro();
        this.estimate = new UploadEstimate(self.uplink, bytesPerMicro);
    }

    /** To be called often. */
    void tick(long nowMicros) {
        if (!self.shares) {
            return;
        }
        estimate.lookAtLine();
        if (nowMicros - lookedMicros < LOOK_MICROS) {
            return;
        }
        lookedMicros = nowMicros;
        int fed = 0;
        int flowing = 0;
        int looked = 0;
        boolean areDrained = true;
        for (int i = 0; i < self.feeds.size(); i++) {
            Feed feed = self.feeds.get(i);
            int count = Integer.bitCount(feed.stripes & feed.named);
            if (count > 0 && feed.chunksSent > 0) {
                ChildFlow flow = flows.computeIfAbsent(feed.to, child -> new ChildFlow(nowMicros));
                flow.look(feed, bytesPerMicro * Integer.bitCount(feed.stripes), nowMicros);
                looked++;
                fed += count;
                flowing += flow.isCongested ? 0 : count;
                areDrained &= flow.isDrained;
            }
        }
        if (flows.size() > looked) {
            flows.keySet().removeIf(child -> self.namedStripes(child) == 0);
        }
        int slots = estimate.look(fed, flowing, looked > 0 && areDrained, nowMicros);
        if (slots != told) {
            tell(slots, nowMicros);
        }
    }

    /** Less at once, more with pauses. */
    private void tell(int slots, long nowMicros) {
        if (slots < told || nowMicros - toldMicros >= RAISE_PAUSE_MICROS) {
            told = slots;
            toldMicros = nowMicros;
            world.tracker.capacity(self, slots);
        }
    }
}
