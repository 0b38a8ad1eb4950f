/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All whom a viewer could pull from: the open links to viewers, and the forward's. Confined to the run. */
final class Feeders {
    private final Viewer self;
    private final Lease lease;
    /** Of open links to viewers. */
    private final List<Feeder> ofViewers = new ArrayList<>(6);

    private Viewer standby;
    private Viewer formerStandby;

    Feeders(Viewer self, Lease lease) {
        this.self = self;
        this.lease = lease;
    }

    void add(Feeder feeder) {
        ofViewers.add(feeder);
    }

    void remove(Feeder feeder) {
        ofViewers.remove(feeder);
    }

    /** The tracker's word; the one before is of use until the new one is open. */
    void setStandby(Viewer newStandby) {
        if (newStandby != standby) {
            formerStandby = standby;
            standby = newStandby;
        }
    }

    int size() {
        return ofViewers.size();
    }

    /** One of those that are viewers'. */
    Feeder get(int index) {
        return ofViewers.get(index);
    }

    /** Or null. */
    Feeder of(Viewer peer) {
        for (int i = 0; peer != null && i < ofViewers.size(); i++) {
            if (ofViewers.get(i).feed.from == peer) {
                return ofViewers.get(i);
            }
        }
        return null;
    }

    /** Asks those that pause whether they are there. */
    void look(long nowMicros) {
        for (int i = 0; i < ofViewers.size(); i++) {
            ofViewers.get(i).look(nowMicros);
        }
    }

    /** Who may feed a stripe in that parent's place, the best first; nobody who has the stripe from here. */
    List<Feeder> standInsFor(int stripe, Viewer parent, long nowMicros) {
        List<Feeder> candidates = new ArrayList<>(4);
        for (Viewer spare : new Viewer[] {standby, formerStandby}) {
            Feeder feeder = of(spare);
            if (feeder != null) {
                candidates.add(feeder);
            }
        }
        for (Feeder feeder : ofViewers) {
            if (!candidates.contains(feeder) && feeder.isRunning(nowMicros)) {
                candidates.add(feeder);
            }
        }
        candidates.removeIf(feeder -> feeder.feed.from == parent || hasFromHere(feeder.feed.from, stripe));
        return candidates;
    }

    private boolean hasFromHere(Node peer, int stripe) {
        Link link = self.links.to((Viewer) peer);
        return link != null && link.from(self) != null && (link.from(self).stripes >> stripe & 1) != 0;
    }

    /** Whom to ask for a missing chunk: the stripe's own source, the other parents, the forward. */
    List<Feeder> holdersOf(int stripe, Feeder own) {
        List<Feeder> holders = new ArrayList<>(ofViewers);
        if (lease.feeder() != null) {
            holders.add(lease.feeder());
        }
        holders.removeIf(feeder -> !feeder.isParent);
        holders.sort(Comparator.comparingInt(feeder -> rank(feeder, stripe, own)));
        return holders;
    }

    private static int rank(Feeder feeder, int stripe, Feeder own) {
        if (feeder == own) {
            return 0;
        }
        return feeder.isFeeding(stripe) ? 1 : feeder.isForward() ? 3 : 2;
    }

    /** The highest chunk of a stripe that came from whoever feeds it now. */
    int newestFed(int stripe) {
        int newest = -1;
        for (int i = 0; i < ofViewers.size(); i++) {
            Feeder feeder = ofViewers.get(i);
            newest = feeder.isFeeding(stripe) ? Math.max(newest, feeder.newestOf(stripe)) : newest;
        }
        Feeder pulled = lease.feeder();
        return pulled != null && pulled.isFeeding(stripe) ? Math.max(newest, pulled.newestOf(stripe)) : newest;
    }
}
