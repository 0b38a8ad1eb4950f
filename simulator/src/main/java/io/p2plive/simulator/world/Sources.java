/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.tracker.mesh.Loss;
import java.util.List;

/**
 * Keeps what a viewer subscribes from whom in step with what the tracker wants, what really comes and what is allowed:
 * always the new source first, then away with the old one. Confined to the run.
 */
final class Sources {
    private static final long RUNNING_MICROS = 1_000_000;

    private final World world;
    private final Viewer self;
    private final StripePlan[] plans;
    final Lease lease;
    private final Feeders feeders;
    /** How many new chunks of others than that stripe have come. */
    final int[] overtaken;

    private long progressMicros;

    Sources(World world, Viewer self) {
        this.world = world;
        this.self = self;
        this.lease = new Lease(world, self);
        this.feeders = new Feeders(self, lease);
        this.plans = new StripePlan[world.timeline.stripes];
        this.overtaken = new int[plans.length];
        for (int stripe = 0; stripe < plans.length; stripe++) {
            plans[stripe] = new StripePlan(stripe, new StripeLag(world.jitter));
        }
    }

    /** The tracker's whole word: a parent or null for each stripe. */
    void apply(Viewer[] parents, Forward forward, int forwardStripes, Viewer newStandby) {
        lease.allow(forward, forwardStripes);
        feeders.setStandby(newStandby);
        for (int stripe = 0; stripe < plans.length; stripe++) {
            if (parents[stripe] != plans[stripe].parent) {
                plans[stripe].change(parents[stripe], feeders.of(parents[stripe]), now());
                confirm(stripe);
            }
        }
        reconcile();
    }

    void onOpen(Feeder feeder) {
        feeders.add(feeder);
        for (StripePlan plan : plans) {
            if (plan.parent == feeder.feed.from) {
                plan.fromParent = feeder;
                plan.forgive();
            }
        }
        reconcile();
    }

    /** A link to a viewer is gone, or could not be made. */
    void onClosed(Viewer peer, Feeder feeder, Loss reason) {
        feeders.remove(feeder);
        for (int stripe = 0; stripe < plans.length; stripe++) {
            plans[stripe].standIn.onLoss(feeder);
            if (plans[stripe].parent == peer) {
                plans[stripe].fromParent = null;
                lose(stripe, peer, reason);
            }
        }
        reconcile();
    }

    /** A chunk came from a parent. */
    void onChunk(Feeder feeder, int stripe, int chunk, int hops) {
        boolean delivered = feeder.delivers(stripe);
        feeder.onChunk(stripe, chunk, hops, now());
        if (feeder != ownFeeder(stripe)) {
            return;
        }
        plans[stripe].lag.onChunk(lagMicros(chunk));
        if (feeder.delivers(stripe)) {
            confirm(stripe);
            if (!delivered) {
                reconcile();
            }
        }
    }

    private long lagMicros(int chunk) {
        Timeline timeline = world.timeline;
        int newest = Math.max(chunk, self.buffer.newest());
        return timeline.ingestMicros(timeline.pictureOf[newest]) - timeline.ingestMicros(timeline.pictureOf[chunk]);
    }

    /** If the own source delivers, nobody else is needed, and the tracker is to know. */
    private void confirm(int stripe) {
        StripePlan plan = plans[stripe];
        if (plan.isSettled(ownFeeder(stripe))) {
            plan.settle();
            if (plan.parent != null && plan.claimReport()) {
                world.tracker.connected(self, stripe, plan.parent);
            }
        }
    }

    /** A chunk that was not held has come. */
    void onProgress(int stripe) {
        progressMicros = now();
        for (int other = 0; other < overtaken.length; other++) {
            overtaken[other] += other == stripe ? 0 : 1;
        }
    }

    /** Looks after silence and slowness. */
    void tick() {
        feeders.look(now());
        for (int stripe = 0; stripe < plans.length; stripe++) {
            watch(stripe);
        }
        reconcile();
    }

    private void watch(int stripe) {
        StripePlan plan = plans[stripe];
        Feeder own = ownFeeder(stripe);
        if (plan.isLost(own, now())) {
            loseSilent(stripe, own);
        } else if (own != null && plan.lag.isSlow(self.buffer.newest(), own.hops[stripe], now())) {
            leaveSlow(stripe);
        }
        plan.callIfUnserved(own, lease.allows(stripe), now());
    }

    private void loseSilent(int stripe, Feeder own) {
        if (own.isForward()) {
            plans[stripe].fail(now());
            world.tracker.lostForward(self, stripe, (Forward) own.feed.from);
            lease.release();
        } else {
            lose(stripe, (Viewer) own.feed.from, Loss.BROKEN);
        }
    }

    /** Slowly is better than not at all: a parent is left at once only where somebody else can be asked. */
    private void leaveSlow(int stripe) {
        StripePlan plan = plans[stripe];
        if (plan.parent == null) {
            return;
        }
        world.meters.onSlowParent();
        if (lease.allows(stripe) || !standInsFor(plan).isEmpty()) {
            lose(stripe, plan.parent, Loss.SLOW);
        } else {
            world.tracker.lost(self, stripe, plan.parent, Loss.SLOW);
        }
    }

    private void lose(int stripe, Viewer parent, Loss reason) {
        plans[stripe].fail(now());
        world.tracker.lost(self, stripe, parent, reason);
    }

    private List<Feeder> standInsFor(StripePlan plan) {
        return feeders.standInsFor(plan.stripe, plan.parent, now());
    }

    /** Subscribes everywhere to what is wanted from there, and to nothing else. */
    private void reconcile() {
        // When everything stands still it is the stream that does, and nobody could stand in.
        boolean isRunning = self.buffer.newest() < 0 || now() - progressMicros < RUNNING_MICROS;
        for (StripePlan plan : plans) {
            if (isRunning && plan.standIn.isWanting(now())) {
                plan.standIn.chooseFrom(standInsFor(plan), now());
            }
        }
        for (int i = 0; i < feeders.size(); i++) {
            Feeder feeder = feeders.get(i);
            int wanted = 0;
            for (int stripe = 0; stripe < plans.length; stripe++) {
                wanted |= plans[stripe].wantsFrom(feeder, ownFeeder(stripe), now()) ? 1 << stripe : 0;
            }
            subscribe(feeder, wanted);
        }
        int pulled = 0;
        for (int stripe = 0; stripe < plans.length; stripe++) {
            boolean isPulled = lease.allows(stripe) && plans[stripe].wantsForward(ownFeeder(stripe), now());
            pulled |= isPulled ? 1 << stripe : 0;
        }
        reconcileForward(pulled);
    }

    private void reconcileForward(int wanted) {
        Feeder feeder = lease.feeder();
        if (wanted == 0) {
            lease.release();
        } else if (feeder == null) {
            lease.open(wanted, positionFor(wanted));
            noteAsked(wanted);
        } else {
            subscribe(feeder, wanted);
        }
    }

    private void subscribe(Feeder feeder, int wanted) {
        if (feeder.subscribed == wanted) {
            return;
        }
        int added = wanted & ~feeder.subscribed;
        int position = added == 0 ? -1 : positionFor(added);
        feeder.onSubscribed(wanted, position, now());
        noteAsked(added);
        Feed feed = feeder.feed;
        world.events.after(feed.delayMicros, () -> feed.subscribe(wanted, position));
    }

    private void noteAsked(int stripes) {
        for (int stripe = 0; stripe < plans.length; stripe++) {
            if ((stripes >> stripe & 1) != 0) {
                world.meters.breaks.onAsked(self.record, stripe, now());
            }
        }
    }

    private int positionFor(int stripes) {
        int position = Integer.MAX_VALUE;
        for (int stripe = 0; stripe < plans.length; stripe++) {
            if ((stripes >> stripe & 1) != 0) {
                position = Math.min(position, self.buffer.firstMissing(stripe));
            }
        }
        return position;
    }

    /** From where the stripe shall come, or null. */
    private Feeder ownFeeder(int stripe) {
        return plans[stripe].parent == null ? lease.feeder() : plans[stripe].fromParent;
    }

    /** Whom to ask for a missing chunk, in turn. */
    List<Feeder> holdersOf(int stripe) {
        return feeders.holdersOf(stripe, ownFeeder(stripe));
    }

    /** The highest chunk of a stripe that came from whoever feeds it now. */
    int newestFed(int stripe) {
        return feeders.newestFed(stripe);
    }

    Viewer parentOf(int stripe) {
        return plans[stripe].parent;
    }

    private long now() {
        return world.events.nowMicros();
    }
}
