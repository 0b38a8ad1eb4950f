/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.id.ViewerId;
import io.p2plive.simulator.scenario.Crowd;
import io.p2plive.simulator.scenario.Homes;
import io.p2plive.simulator.scenario.Scenario;
import io.p2plive.tracker.mesh.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Who comes and goes, when, and what each has at home. Confined to the run. */
final class Population {
    /** Without a word the others notice a broken connection after so long, if not by its silence. */
    private static final long NOTICED_MICROS = 7_000_000;

    private static final int NETWORKS = 512;
    private static final int AREAS = 32;
    private static final double MICROS = 1e6;

    private final Scenario scenario;
    private final EventQueue events;
    private final World world;
    private final RandomGenerator random;
    private final List<Member> here = new ArrayList<>();
    private final List<Origin> homes = new ArrayList<>();

    Population(World world, RandomGenerator random) {
        this.world = world;
        this.scenario = world.scenario;
        this.events = world.events;
        this.random = random;
    }

    List<Member> here() {
        return here;
    }

    /** Plans all that will happen. */
    void start() {
        Crowd crowd = scenario.crowd();
        arriveWithin(crowd.viewers(), 0, crowd.rampSeconds());
        arriveWithin(
                crowd.flash().viewers(), crowd.flash().atSecond(), crowd.flash().seconds());
        if (crowd.meanStaySeconds() > 0 && crowd.viewers() > 0) {
            events.at(micros(crowd.rampSeconds()), this::awaitNext);
        }
        if (crowd.exit().share() > 0) {
            events.at(micros(crowd.exit().atSecond()), this::exit);
        }
    }

    private void arriveWithin(int count, double fromSecond, double seconds) {
        for (int i = 0; i < count; i++) {
            events.at(micros(fromSecond + seconds * (i + random.nextDouble()) / count), this::arrive);
        }
    }

    /** As many come as go. */
    private void awaitNext() {
        double perSecond = scenario.crowd().viewers() / scenario.crowd().meanStaySeconds();
        events.after(micros(exponential(1 / perSecond)), () -> {
            arrive();
            awaitNext();
        });
    }

    private void arrive() {
        Member member = world.enter(person());
        here.add(member);
        double meanStay = scenario.crowd().meanStaySeconds();
        if (meanStay > 0) {
            events.after(micros(exponential(meanStay)), () -> depart(member));
        }
    }

    private Person person() {
        Homes home = scenario.homes();
        ViewerId id = new ViewerId(String.format("%016x%016x", random.nextLong(), random.nextLong()));
        double streams = home.uplinks().at(random.nextDouble());
        boolean declaresNone = random.nextDouble() < home.declaredShare();
        return new Person(
                id,
                streams,
                streams > 0 || !declaresNone,
                origin(home),
                scenario.network().delay().drawMicros(random));
    }

    private Origin origin(Homes home) {
        if (!homes.isEmpty() && random.nextDouble() < home.lanShare()) {
            return homes.get(random.nextInt(homes.size()));
        }
        long network = 1L + random.nextInt(NETWORKS);
        Origin origin = new Origin(homes.size() + 1L, network, 1 + network % AREAS);
        homes.add(origin);
        return origin;
    }

    private void exit() {
        List<Member> leaving = new ArrayList<>();
        for (Member member : here) {
            if (random.nextDouble() < scenario.crowd().exit().share()) {
                leaving.add(member);
            }
        }
        leaving.forEach(this::depart);
    }

    private void depart(Member member) {
        if (!member.isHere()) {
            return;
        }
        here.remove(member);
        boolean isCrash = random.nextDouble() < scenario.crowd().crashShare();
        world.onDeparture(member, isCrash);
        member.depart(isCrash, NOTICED_MICROS);
        if (isCrash) {
            world.tracker.disconnected(member);
        } else {
            world.tracker.leave(member);
        }
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    private static long micros(double seconds) {
        return Math.round(seconds * MICROS);
    }
}
