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

    private final World world;
    private final Viewer self;
    private final double bytesPerMicro;
    private final Map<Viewer, ChildFlow> flows = new HashMap<>(4);
    private final UploadEstimate estimate;
    private long lookedMicros = Long.MIN_VALUE / 2;
    private int told;

    Capacity(World world, Viewer self) {
        this.world = world;
        this.self = self;
        this.bytesPerMicro = world.stripeBytesPerMicro();
        this.told = world.scenario.habits().firstSlots();
        this.estimate = new UploadEstimate(self.uplink, bytesPerMicro, world.scenario.habits());
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
        boolean isHelping = false;
        for (int i = 0; i < self.feeds.size(); i++) {
            Feed feed = self.feeds.get(i);
            int count = Integer.bitCount(feed.stripes & self.namedStripes(feed.to));
            isHelping |= count == 0 && feed.stripes != 0;
            if (count > 0 && feed.hasSent) {
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
        int slots = estimate.look(fed, flowing, looked > 0 && areDrained, isHelping, nowMicros);
        if (slots != told) {
            told = slots;
            world.tracker.capacity(self, slots);
        }
    }
}
