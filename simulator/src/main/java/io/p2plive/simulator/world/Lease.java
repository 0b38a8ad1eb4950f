/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

/** The forward that a viewer may pull from, and the link to it while something is pulled. Confined to the run. */
final class Lease {
    /** A WebSocket's first chunk comes after four one-way delays: the forward begins after three. */
    private static final int SETUP_DELAYS = 3;

    private final World world;
    private final Viewer self;
    private Forward forward;
    private int allowed;
    private Feed feed;

    Lease(World world, Viewer self) {
        this.world = world;
        this.self = self;
    }

    /** The tracker's word; a link to another forward is closed by it. */
    void allow(Forward newForward, int stripes) {
        if (newForward != forward) {
            release();
        }
        forward = newForward;
        allowed = stripes;
    }

    boolean allows(int stripe) {
        return forward != null && (allowed >> stripe & 1) != 0;
    }

    /** What comes from the forward, or null. */
    Feeder feeder() {
        return feed == null ? null : feed.feeder;
    }

    void open(int stripes, int position) {
        if (feed != null || forward == null) {
            return;
        }
        Feed opened = new Feed(world, forward, self, world.delays.between(forward, self));
        feed = opened;
        long nowMicros = world.events.nowMicros();
        opened.feeder.onSubscribed(stripes, position, nowMicros);
        world.events.after(SETUP_DELAYS * opened.delayMicros, () -> {
            if (!opened.isClosed && self.isHere()) {
                opened.from.feeds.add(opened);
                opened.subscribe(opened.feeder.subscribed, position);
            }
        });
    }

    /** Nothing is pulled any more. */
    void release() {
        Feed closed = feed;
        feed = null;
        if (closed != null) {
            // The farewell travels; what was sent before it still comes, and counts.
            world.events.after(closed.delayMicros, closed::close);
        }
    }
}
