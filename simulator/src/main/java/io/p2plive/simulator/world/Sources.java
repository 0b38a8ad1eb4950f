/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.tracker.mesh.Loss;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what a viewer subscribes from whom in step with what the tracker wants, what really comes and what is allowed:
 * always the new source first, then away with the old one. Confined to the run.
 */
final class Sources {
    private final World world;
    private final Viewer self;
    private final StripePlan[] plans;
    final Lease lease;
    /** Of open links to viewers. */
    private final List<Feeder> feeders = new ArrayList<>(6);

    private Viewer standby;
    private Viewer formerStandby;

    Sources(World world, Viewer self) {
        this.world = world;
        this.self = self;
        this.lease = new Lease(world, self);
        this.plans = new StripePlan[world.timeline.stripes];
        for (int stripe = 0; stripe < plans.length; stripe++) {
            plans[stripe] = new StripePlan(stripe, new StripeLag(world.jitter));
        }
    }

    /** The tracker's whole word: a parent or null for each stripe. */
    void apply(Viewer[] parents, Forward forward, int forwardStripes, Viewer newStandby) {
        lease.allow(forward, forwardStripes);
        if (newStandby != standby) {
            formerStandby = standby;
            standby = newStandby;
        }
        for (int stripe = 0; stripe < plans.length; stripe++) {
            if (parents[stripe] != plans[stripe].parent) {
                plans[stripe].change(parents[stripe], feederOf(plans[stripe].parent), now());
                confirm(stripe);
            }
        }
        reconcile();
    }

    void onOpen(Feeder feeder) {
        feeders.add(feeder);
        for (StripePlan plan : plans) {
            if (plan.parent == feeder.feed.from) {
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
        for (int i = 0; i < feeders.size(); i++) {
            feeders.get(i).onProgress(stripe);
        }
        if (lease.feeder() != null) {
            lease.feeder().onProgress(stripe);
        }
    }

    /** Looks after silence and slowness. */
    void tick() {
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
        if (lease.allows(stripe) || !standInsFor(stripe).isEmpty()) {
            lose(stripe, plan.parent, Loss.SLOW);
        } else {
            world.tracker.lost(self, stripe, plan.parent, Loss.SLOW);
        }
    }

    private void lose(int stripe, Viewer parent, Loss reason) {
        plans[stripe].fail(now());
        world.tracker.lost(self, stripe, parent, reason);
    }

    /** Who may feed a stripe in the place of its own source, the best first; nobody who has the stripe from here. */
    private List<Feeder> standInsFor(int stripe) {
        List<Feeder> candidates = new ArrayList<>(4);
        for (Viewer spare : new Viewer[] {standby, formerStandby}) {
            Feeder feeder = feederOf(spare);
            if (feeder != null) {
                candidates.add(feeder);
            }
        }
        for (Feeder feeder : feeders) {
            if (!candidates.contains(feeder) && feeder.isRunning(now())) {
                candidates.add(feeder);
            }
        }
        candidates.removeIf(feeder -> feeder.feed.from == plans[stripe].parent || feeds(feeder.feed.from, stripe));
        return candidates;
    }

    private boolean feeds(Node peer, int stripe) {
        Link link = self.links.to((Viewer) peer);
        return link != null && link.from(self) != null && (link.from(self).stripes >> stripe & 1) != 0;
    }

    /** Subscribes everywhere to what is wanted from there, and to nothing else. */
    private void reconcile() {
        for (StripePlan plan : plans) {
            if (plan.standIn.isWanting(now())) {
                plan.standIn.chooseFrom(standInsFor(plan.stripe), now());
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
        Feed feed = feeder.feed;
        world.events.after(feed.delayMicros, () -> feed.subscribe(wanted, position));
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
        Viewer parent = plans[stripe].parent;
        return parent == null ? lease.feeder() : feederOf(parent);
    }

    private Feeder feederOf(Viewer peer) {
        if (peer != null) {
            for (int i = 0; i < feeders.size(); i++) {
                if (feeders.get(i).feed.from == peer) {
                    return feeders.get(i);
                }
            }
        }
        return null;
    }

    /** Whom to ask for a missing chunk, the n-th time: the own source first, then the others. May be null. */
    Feeder holderOf(int stripe, int tries) {
        Feeder own = ownFeeder(stripe);
        if (tries == 0 && own != null) {
            return own;
        }
        List<Feeder> others = new ArrayList<>(feeders);
        if (lease.feeder() != null) {
            others.add(lease.feeder());
        }
        others.removeIf(feeder -> feeder == own || !feeder.isParent);
        return others.isEmpty() ? own : others.get((tries + others.size() - 1) % others.size());
    }

    /** The highest chunk of a stripe that came from whoever feeds it now. */
    int newestFed(int stripe) {
        int newest = -1;
        for (int i = 0; i < feeders.size(); i++) {
            Feeder feeder = feeders.get(i);
            newest = feeder.isFeeding(stripe) ? Math.max(newest, feeder.newestOf(stripe)) : newest;
        }
        Feeder pulled = lease.feeder();
        return pulled != null && pulled.isFeeding(stripe) ? Math.max(newest, pulled.newestOf(stripe)) : newest;
    }

    Viewer parentOf(int stripe) {
        return plans[stripe].parent;
    }

    private long now() {
        return world.events.nowMicros();
    }
}
