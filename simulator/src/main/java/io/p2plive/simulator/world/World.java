/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.id.ViewerId;
import io.p2plive.simulator.measure.Census;
import io.p2plive.simulator.measure.Meters;
import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.measure.Shape;
import io.p2plive.simulator.scenario.Network;
import io.p2plive.simulator.scenario.Scenario;
import io.p2plive.tracker.mesh.Arrival;
import io.p2plive.tracker.mesh.Mesh;
import io.p2plive.tracker.mesh.ViewerView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One run of a scenario: a source, forwards, a tracker and viewers, in time that costs nothing. The same scenario runs
 * the same way every time; only what the engine costs is looked up on a real clock. Confined to one thread.
 */
public final class World {
    private static final long SECOND_MICROS = 1_000_000;
    private static final int SHAPE_SECONDS = 5;
    private static final int MAX_SHAPED_OFTEN = 20_000;
    /** Who knows nothing of its lack of an uplink still has this part of the stream's rate. */
    private static final double FEEBLE_SHARE = 0.03;

    final Scenario scenario;
    final EventQueue events = new EventQueue();
    final Feeds feeds = new Feeds();
    final Meters meters;
    final Delays delays;
    final Timeline timeline;
    final Tracker tracker;
    /** What viewers throw their dice with. */
    final RandomGenerator jitter;

    private final Population population;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Forward> forwards = new LinkedHashMap<>();
    private final long endMicros;
    private int memberCount;
    private int emitted;
    private Shape shape;
    private final Census census = new Census();

    /** Prepares a run. */
    public World(Scenario scenario) {
        this.scenario = scenario;
        this.endMicros = Math.round(scenario.seconds() * 1e6);
        double exitSecond = scenario.crowd().exit().atSecond();
        this.meters = new Meters(
                Math.round(scenario.warmupSeconds() * 1e6),
                scenario.crowd().exit().share() > 0 ? Math.round(exitSecond * 1e6) : -1);
        this.delays = new Delays(scenario.network(), scenario.seed());
        double mediaSeconds = scenario.hasMedia() ? scenario.seconds() : 1;
        this.timeline = new Timeline(scenario.stream(), scenario.mesh().stripes(), mediaSeconds, random(1));
        this.tracker = new Tracker(scenario, events, delays, meters, random(2));
        this.jitter = random(4);
        this.population = new Population(this, random(3));
        makeForwards();
    }

    private RandomGenerator random(int purpose) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(scenario.seed() * 31 + purpose);
    }

    private void makeForwards() {
        Uplink shared = null;
        for (String name : tracker.forwards()) {
            int index = nodes.size();
            shared = shared != null
                    ? shared
                    : new Uplink(events, feeds, index, scenario.network().sourceBitsPerSecond(), Network.OVERHEAD);
            Forward forward =
                    new Forward(index, name, shared, scenario.network().delay().typicalMicros(), this);
            nodes.add(forward);
            forwards.put(name, forward);
        }
    }

    /**
     * Runs to the end.
     *
     * @param progress hears each second of the run
     */
    public void run(IntConsumer progress) {
        population.start();
        events.at(0, () -> onSecond(progress, 0));
        if (scenario.hasMedia()) {
            emitNext();
        }
        while (events.next(endMicros)) {
            switch (events.kind()) {
                case EventQueue.CHUNK -> onChunk(feeds.get(events.first()), events.second());
                case EventQueue.UPLINK -> nodes.get(events.first()).uplink.onFree();
                case EventQueue.BEAT -> ((Viewer) nodes.get(events.first())).onBeat();
                default -> events.takeAction().run();
            }
        }
        shape = Shape.of(tracker.mesh());
        for (Member member : population.here()) {
            member.settle();
            tracker.mesh().viewer(member.id()).ifPresent(view -> census.add(member.record(), view));
        }
    }

    private void emitNext() {
        if (emitted >= timeline.chunks) {
            return;
        }
        int chunk = timeline.emitted(emitted++);
        events.at(timeline.emitMicros(chunk), () -> {
            meters.onSource(timeline.bytes[chunk], events.nowMicros());
            forwards.values().forEach(forward -> forward.onChunk(chunk));
            emitNext();
        });
    }

    private void onChunk(Feed feed, int chunk) {
        feed.onArrived(chunk);
        boolean isHeard = !feed.isDeaf && feed.to.isHere();
        if (LifeMessage.is(chunk)) {
            if (isHeard) {
                LifeMessage.hear(chunk, feed);
            }
        } else if (!isHeard) {
            meters.onLost(timeline.bytes[chunk]);
        } else {
            feed.to.onChunk(feed, chunk);
        }
        feeds.reclaim(feed);
    }

    private void onSecond(IntConsumer progress, int second) {
        progress.accept(second);
        boolean isShaped = second % SHAPE_SECONDS == 0 && population.here().size() <= MAX_SHAPED_OFTEN;
        shape = isShaped ? Shape.of(tracker.mesh()) : shape;
        meters.onSecond(
                population.here().size(),
                tracker.mesh().waiting(),
                shape == null ? -1 : shape.maxDepth(),
                tracker.slotsUsed());
        events.after(SECOND_MICROS, () -> onSecond(progress, second + 1));
    }

    // ---- who comes and goes

    Member enter(Person person) {
        int index = scenario.hasMedia() ? nodes.size() : memberCount;
        memberCount++;
        Member member;
        if (scenario.hasMedia()) {
            Viewer viewer = new Viewer(this, index, person, uplink(index, person));
            nodes.add(viewer);
            member = viewer;
        } else {
            member = new LightViewer(this, index, person, scenario.mesh().stripes() / (1 + Network.OVERHEAD));
        }
        meters.add(member.record());
        tracker.join(member, Arrival.newcomer(person.shares(), person.origin()));
        if (member instanceof Viewer viewer) {
            viewer.start();
        }
        return member;
    }

    private Uplink uplink(int index, Person person) {
        double streams = person.streams() > 0 ? person.streams() : FEEBLE_SHARE;
        return new Uplink(events, feeds, index, streams * scenario.stream().bitsPerSecond(), Network.OVERHEAD);
    }

    /** Notes whose stripes stop. */
    void onDeparture(Member member, boolean isCrash) {
        meters.onDeparture();
        if (member instanceof Viewer viewer) {
            viewer.feeds.forEach(feed -> noteBroken(viewer, feed, isCrash));
        } else {
            tracker.mesh().viewer(member.id()).ifPresent(view -> noteBroken(view, (LightViewer) member, isCrash));
        }
    }

    private void noteBroken(Viewer parent, Feed feed, boolean isCrash) {
        for (int stripe = 0; stripe < timeline.stripes; stripe++) {
            boolean isChild = feed.to.isHere() && feed.to.sources.parentOf(stripe) == parent;
            if (isChild && feed.feeder.isFeeding(stripe)) {
                meters.breaks.onBroken(feed.to.record, stripe, parent.index, isCrash, events.nowMicros());
            }
        }
    }

    private void noteBroken(ViewerView parent, LightViewer gone, boolean isCrash) {
        for (ViewerView.PlaceView place : parent.places()) {
            for (ViewerId id : place.children()) {
                LightViewer child = (LightViewer) tracker.member(id);
                if (child.isHere() && child.hangsOn(parent.viewer(), place.stripe())) {
                    meters.breaks.onBroken(child.record(), place.stripe(), gone.index(), isCrash, events.nowMicros());
                }
            }
        }
    }

    // ---- who is who

    /** The rate of one stripe, as it is sent. */
    double stripeBytesPerMicro() {
        return scenario.stream().bitsPerSecond() / 8e6 / timeline.stripes;
    }

    Viewer viewer(ViewerId id) {
        return (Viewer) tracker.member(id);
    }

    Forward forward(String name) {
        return name == null ? null : forwards.get(name);
    }

    void onSent(Node from, int bytes) {
        meters.onSent(from instanceof Viewer, bytes);
    }

    // ---- what came of it

    /** Sums up; to be called when the run is over. */
    public Results results() {
        return new Results(scenario, meters, shape, census);
    }

    /** Takes the engine out, to weigh it; the world is of no use afterwards. */
    public Mesh takeOutEngine() {
        return tracker.takeOut();
    }

    /** Bytes that are on their way. */
    long bytesInFlight() {
        return feeds.bytesInFlight();
    }
}
