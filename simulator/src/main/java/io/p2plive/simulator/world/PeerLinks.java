/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.simulator.world.Link.State;
import io.p2plive.tracker.mesh.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One viewer's links: one for each viewer that the tracker names, closed when named no more and no longer used. Confined
 * to the run.
 */
final class PeerLinks {
    private static final int MAX_LINKS = 32;
    private static final long GRACE_MICROS = 12_000_000;
    private static final long IDLE_MICROS = 1_000_000;
    private static final long CONNECT_MICROS = 5_000_000;
    /** Signalling through the tracker, ICE, DTLS and SCTP take so many one-way delays. */
    static final int SETUP_DELAYS = 6;

    private final World world;
    private final Viewer self;
    private final List<Link> links = new ArrayList<>(6);

    PeerLinks(World world, Viewer self) {
        this.world = world;
        this.self = self;
    }

    /** Or null. */
    Link to(Viewer peer) {
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i).peerOf(self) == peer) {
                return links.get(i);
            }
        }
        return null;
    }

    /** Names those whom the tracker names, and no others. */
    void name(Set<Viewer> peers) {
        long nowMicros = world.events.nowMicros();
        for (Link link : links) {
            link.name(self, peers.contains(link.peerOf(self)), nowMicros);
        }
        for (Viewer peer : peers) {
            if (to(peer) == null && links.size() < MAX_LINKS && peer.isHere()) {
                create(peer, nowMicros);
            }
        }
        for (Link link : List.copyOf(links)) {
            start(link);
        }
    }

    private void create(Viewer peer, long nowMicros) {
        Link link = new Link(self, peer, world.delays.between(self, peer));
        link.name(self, true, nowMicros);
        links.add(link);
        peer.links.links.add(link);
        world.events.after(CONNECT_MICROS, () -> giveUp(link));
    }

    private void giveUp(Link link) {
        if (link.state == State.NEW || link.state == State.CONNECTING) {
            link.state = State.CLOSED;
            world.meters.onConnectFailed();
            forget(link, Loss.UNREACHABLE);
        }
    }

    private void start(Link link) {
        if (link.state != State.NEW || !link.isNamedByBoth()) {
            return;
        }
        link.state = State.CONNECTING;
        if (world.delays.canConnect(link.one, link.other)) {
            world.events.after(SETUP_DELAYS * link.delayMicros, () -> open(link));
        }
    }

    private void open(Link link) {
        if (link.state != State.CONNECTING || !link.one.isHere() || !link.other.isHere()) {
            return;
        }
        link.state = State.OPEN;
        link.toOne = new Feed(world, link.other, link.one, link.delayMicros);
        link.toOther = new Feed(world, link.one, link.other, link.delayMicros);
        link.one.feeds.add(link.toOther);
        link.other.feeds.add(link.toOne);
        link.one.onLinkOpen(link);
        link.other.onLinkOpen(link);
    }

    /** Closes what is not named any more and not needed. */
    void tick(long nowMicros) {
        for (int i = links.size() - 1; i >= 0; i--) {
            Link link = links.get(i);
            long unnamedMicros = link.unnamedMicros(self, nowMicros);
            if (unnamedMicros > 0 && unnamedMicros >= (link.isUsed() ? GRACE_MICROS : IDLE_MICROS)) {
                close(link);
            }
        }
    }

    /** Says goodbye on one link: the other end hears of it a moment later. */
    void close(Link link) {
        if (link.state == State.CLOSED) {
            return;
        }
        boolean wasOpen = link.state == State.OPEN;
        link.state = State.CLOSED;
        if (wasOpen) {
            link.toOne.close();
            link.toOther.close();
            link.to(self).isDeaf = true;
        }
        links.remove(link);
        self.onLinkClosed(link, Loss.BROKEN);
        Viewer peer = link.peerOf(self);
        world.events.after(link.delayMicros, () -> peer.links.onPeerClosed(link));
    }

    private void onPeerClosed(Link link) {
        if (links.remove(link)) {
            if (link.to(self) != null) {
                link.to(self).isDeaf = true;
            }
            self.onLinkClosed(link, Loss.BROKEN);
        }
    }

    /** Both ends take it for gone. */
    private void forget(Link link, Loss reason) {
        for (Viewer end : List.of(link.one, link.other)) {
            if (end.links.links.remove(link)) {
                end.onLinkClosed(link, reason);
            }
        }
    }

    /** The viewer is gone without a word: each link dies when the other end notices. */
    void abandon(long noticedMicros) {
        for (Link link : List.copyOf(links)) {
            if (link.state == State.OPEN) {
                link.from(self).close();
                link.to(self).freeze();
            }
            world.events.after(noticedMicros, () -> {
                if (link.state == State.OPEN) {
                    link.to(self).close();
                }
                link.state = State.CLOSED;
                link.peerOf(self).links.onPeerClosed(link);
            });
        }
        links.clear();
    }

    /** The viewer leaves and says so. */
    void leave() {
        for (Link link : List.copyOf(links)) {
            close(link);
        }
    }
}
