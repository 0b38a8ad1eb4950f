/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.id.ViewerId;
import io.p2plive.simulator.measure.ViewerRecord;
import io.p2plive.tracker.mesh.Assignment;
import io.p2plive.tracker.mesh.Link;
import io.p2plive.tracker.mesh.Loss;
import io.p2plive.tracker.mesh.Origin;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A viewer: does with chunks and the tracker's words what the page does. Confined to the run. */
final class Viewer extends Node implements Member, Playhead.Listener {
    private static final long BEAT_MICROS = 50_000;
    private static final long LATE_MICROS = 200_000;

    final ViewerId id;
    final boolean shares;
    final Origin origin;
    final ChunkBuffer buffer;
    final Sources sources;
    final PeerLinks links;
    final ViewerRecord record;

    private final World world;
    private final Playhead playhead;
    private final Capacity capacity;
    private final GapRequests gaps;
    private final int[] newest;
    /** When the latest new chunk of each stripe came, and of any. */
    private final long[] arrivedMicros;

    private long progressMicros;
    /** How many viewers a chunk of each stripe has passed when it leaves here. */
    private final int[] passed;
    /** The stripes that each child is to have from here. */
    private Map<Viewer, Integer> children = Map.of();

    private boolean isLineBusy;
    private boolean isHere = true;
    private int rttMillis = -1;

    Viewer(World world, int index, Person person, Uplink uplink) {
        super(index, uplink, person.delayMicros());
        this.world = world;
        this.id = person.id();
        this.shares = person.shares();
        this.origin = person.origin();
        this.buffer = new ChunkBuffer(world.timeline);
        this.links = new PeerLinks(world, this);
        this.sources = new Sources(world, this);
        this.capacity = new Capacity(world, this);
        this.gaps = new GapRequests(world, this);
        this.playhead =
                new Playhead(world.timeline, buffer, world.scenario.stream().bufferMillis() * 1_000L, this);
        this.newest = new int[world.timeline.stripes];
        this.arrivedMicros = new long[world.timeline.stripes];
        this.passed = new int[world.timeline.stripes];
        Arrays.fill(newest, -1);
        Arrays.fill(arrivedMicros, Long.MAX_VALUE / 2);
        this.record = new ViewerRecord(world.events.nowMicros(), person.streams(), world.timeline.stripes);
    }

    void start() {
        world.events.add(world.events.nowMicros() + BEAT_MICROS, EventQueue.BEAT, index, 0);
    }

    @Override
    public boolean isHere() {
        return isHere;
    }

    @Override
    public ViewerId id() {
        return id;
    }

    @Override
    public long delayMicros() {
        return delayMicros;
    }

    // ---- what the tracker says

    @Override
    public void onAssigned(Assignment assignment) {
        Viewer[] parents = new Viewer[world.timeline.stripes];
        Set<Viewer> named = new LinkedHashSet<>();
        Map<Viewer, Integer> newChildren = new LinkedHashMap<>();
        for (Link edge : assignment.parents()) {
            parents[edge.stripe()] = world.viewer(edge.viewer());
            named.add(parents[edge.stripe()]);
        }
        assignment
                .children()
                .forEach(edge -> newChildren.merge(world.viewer(edge.viewer()), 1 << edge.stripe(), (a, b) -> a | b));
        assignment.spares().forEach(spare -> named.add(world.viewer(spare)));
        Viewer standby = assignment.standby() == null ? null : world.viewer(assignment.standby());
        named.add(standby);
        named.addAll(newChildren.keySet());
        named.remove(null);
        children = newChildren;
        feeds.forEach(feed -> feed.named = namedStripes(feed.to));
        links.name(named);
        int pulled = 0;
        for (int stripe : assignment.forwardStripes()) {
            pulled |= 1 << stripe;
        }
        sources.apply(parents, world.forward(assignment.forward()), pulled, standby);
    }

    /** The stripes that the tracker wants that one to have from here, a bit each. */
    int namedStripes(Viewer peer) {
        return children.getOrDefault(peer, 0);
    }

    /** Whether those whom the tracker gave get what they should a little late just now. */
    boolean isLineBusy() {
        return isLineBusy;
    }

    // ---- what the links say

    void onLinkOpen(io.p2plive.simulator.world.Link link) {
        int measuredMillis = (int) Math.max(1, 2 * link.delayMicros / 1_000);
        if (rttMillis < 0 || measuredMillis < rttMillis) {
            rttMillis = measuredMillis;
            world.tracker.measured(this, rttMillis);
        }
        sources.onOpen(link.to(this).feeder);
    }

    void onLinkClosed(io.p2plive.simulator.world.Link link, Loss reason) {
        Feed feed = link.to(this);
        sources.onClosed(link.peerOf(this), feed == null ? null : feed.feeder, reason);
    }

    void onChunk(Feed feed, int chunk) {
        long nowMicros = world.events.nowMicros();
        int stripe = world.timeline.stripeOf[chunk];
        sources.onChunk(feed.feeder, stripe, chunk, feed.from.hops(stripe));
        ChunkBuffer.Verdict verdict = buffer.insert(chunk, (int) (nowMicros / 1_000));
        boolean isNew = verdict == ChunkBuffer.Verdict.NEW;
        world.meters.onReceived(feed.from instanceof Viewer, world.timeline.bytes[chunk], isNew);
        if (!isNew) {
            return;
        }
        newest[stripe] = Math.max(newest[stripe], chunk);
        passed[stripe] = feed.from.hops(stripe) + 1;
        if (world.meters.breaks.onFlow(record, stripe, feed.from.index, nowMicros)) {
            boolean isAsked = feed.feeder.isFeeding(stripe);
            long[] firsts = isAsked ? feed.firsts.of(stripe) : null;
            world.meters.breaks.onMended(record, stripe, feed.feeder.subscribedMicros(stripe), firsts, nowMicros);
        }
        arrivedMicros[stripe] = nowMicros;
        progressMicros = nowMicros;
        sources.onProgress(stripe);
        relay(chunk);
        playhead.onChunk(chunk, nowMicros);
    }

    void onBeat() {
        if (!isHere) {
            return;
        }
        long nowMicros = world.events.nowMicros();
        sources.tick();
        links.tick(nowMicros);
        gaps.tick(nowMicros);
        capacity.tick(nowMicros);
        lookAfterChildren(nowMicros);
        playhead.advance(nowMicros);
        world.events.add(nowMicros + BEAT_MICROS, EventQueue.BEAT, index, 0);
    }

    /** Tells them when what they get comes late, and sees whether there is anything to spare for others. */
    private void lookAfterChildren(long nowMicros) {
        int late = 0;
        for (int stripe = 0; stripe < arrivedMicros.length; stripe++) {
            boolean isLate =
                    nowMicros - arrivedMicros[stripe] >= LATE_MICROS && nowMicros - progressMicros < LATE_MICROS;
            late |= isLate ? 1 << stripe : 0;
        }
        isLineBusy = false;
        for (Feed feed : feeds) {
            isLineBusy |= feed.stripes != 0 && feed.isBusy(nowMicros) && feed.named != 0;
            feed.tellToWait(late);
        }
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).drain();
        }
    }

    /** How soon a chunk's picture is to be shown. */
    long millisToShow(int chunk) {
        return (playhead.dueMicros(world.timeline.pictureOf[chunk]) - world.events.nowMicros()) / 1_000;
    }

    // ---- what is seen

    @Override
    public void onShown(long atMicros, long delayMicros, long stalledMicros) {
        record.onShown(atMicros, stalledMicros);
        world.meters.onShown(atMicros, delayMicros);
    }

    @Override
    public void onJump(int pictures, long stalledMicros) {
        record.onJump(world.events.nowMicros(), stalledMicros);
    }

    /** Goes: with a word to all, or without one. */
    @Override
    public void depart(boolean isCrash, long noticedMicros) {
        isHere = false;
        record.onGone(world.events.nowMicros(), playhead.stalledMicros(world.events.nowMicros()), uplink.bytesSent);
        if (isCrash) {
            links.abandon(noticedMicros);
        } else {
            links.leave();
        }
        sources.lease.release();
    }

    /** The run is over. */
    @Override
    public void settle() {
        playhead.advance(world.events.nowMicros());
        record.onGone(world.events.nowMicros(), playhead.stalledMicros(world.events.nowMicros()), uplink.bytesSent);
    }

    @Override
    public ViewerRecord record() {
        return record;
    }

    int newestOf(int stripe) {
        return newest[stripe];
    }

    // ---- what it can send

    @Override
    boolean holds(int chunk) {
        return buffer.holds(chunk);
    }

    @Override
    boolean reaches(int chunk) {
        return buffer.reaches(chunk);
    }

    @Override
    int newest() {
        return buffer.newest();
    }

    @Override
    int latestKeyframe() {
        return buffer.latestKeyframe();
    }

    @Override
    int hops(int stripe) {
        return passed[stripe];
    }
}
