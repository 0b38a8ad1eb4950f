/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.id.ViewerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Throws a million random events at meshes: viewers come, go, blink, fail, lie, slow down and return; forwards die; trackers
 * restart. What breaks an invariant is shrunk to the shortest course of events that does.
 */
class MeshPropertyTest {
    private static final int MESHES = 560;
    private static final int MAX_EVENTS_PER_MESH = 4_000;
    private static final long MIN_EVENTS = 1_000_000;
    private static final int CAST = 40;
    private static long events;

    /** What happens: a kind of event, to whom, and numbers for whatever else the kind needs. */
    record Event(int dice, int number, int seed) {}

    @Property(tries = MESHES, shrinking = ShrinkingMode.BOUNDED)
    void keepsItsInvariantsWhateverHappens(
            @ForAll("settings") MeshSettings settings, @ForAll("courses") List<Event> happenings) {
        Course course = new Course(settings);
        for (Event event : happenings) {
            course.happen(event);
            events++;
            Invariants.check(course.weave);
        }
    }

    @AfterContainer
    static void saysHowManyEventsThereWere() {
        assertTrue(events >= MIN_EVENTS, events + " events only");
    }

    @Provide
    Arbitrary<MeshSettings> settings() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(3, 8),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(3, 7))
                .as(MeshSettings::new);
    }

    @Provide
    Arbitrary<List<Event>> courses() {
        return Combinators.combine(uniform(99), uniform(CAST - 1), uniform(Integer.MAX_VALUE))
                .as(Event::new)
                .list()
                .ofMaxSize(MAX_EVENTS_PER_MESH)
                .withSizeDistribution(RandomDistribution.uniform())
                .withoutEdgeCases();
    }

    private static Arbitrary<Integer> uniform(int max) {
        return Arbitraries.integers()
                .between(0, max)
                .withDistribution(RandomDistribution.uniform())
                .withoutEdgeCases();
    }

    /** One mesh and what became of it; a restart of its tracker makes another that knows nothing. */
    private static final class Course {
        final MeshSettings settings;
        final Map<ViewerId, Assignment> before = new HashMap<>();
        Weave weave;
        Random random = new Random(0);

        Course(MeshSettings settings) {
            this.settings = settings;
            restart();
        }

        void restart() {
            before.clear();
            if (weave != null) {
                before.putAll(weave.told);
            }
            weave = new Weave(settings, random.nextLong());
            weave.forwards("f1", "f2");
        }

        void happen(Event event) {
            random = new Random(event.seed);
            int dice = event.dice;
            ViewerId id = Weave.id(event.number);
            if (dice < 23) {
                join(id);
            } else if (dice < 43) {
                weave.connectAll(event.number);
            } else if (dice < 53) {
                weave.mesh.capacity(id, random.nextInt(10) - 1);
            } else if (dice < 61) {
                loseParent(id);
            } else if (dice < 68) {
                weave.mesh.leave(id);
                weave.told.remove(id);
            } else if (dice < 75) {
                weave.mesh.disconnected(id);
            } else if (dice < 79) {
                weave.mesh.lostForward(id, random.nextInt(3), random.nextBoolean() ? "f1" : "f2");
            } else if (dice < 82) {
                weave.mesh.lost(id, random.nextInt(3), Weave.id(random.nextInt(CAST)), anyLoss());
            } else if (dice < 85) {
                weave.mesh.forwards(List.of(
                        new ForwardState("f1", random.nextInt(3) > 0), new ForwardState("f2", random.nextInt(3) > 0)));
            } else if (dice < 86 && random.nextInt(10) == 0) {
                restart();
            } else if (dice < 88) {
                weave.mesh.measured(id, random.nextInt(400));
            } else {
                weave.passMillis(250L * (1 + random.nextInt(40)));
            }
        }

        private void join(ViewerId id) {
            Assignment last = weave.told.getOrDefault(id, before.getOrDefault(id, Assignment.NONE));
            weave.told.remove(id);
            boolean shares = random.nextInt(4) > 0;
            Origin origin = new Origin(random.nextInt(9), random.nextInt(5), random.nextInt(3));
            weave.mesh.join(
                    id,
                    switch (random.nextInt(3)) {
                        case 0 -> Arrival.newcomer(shares, origin);
                        case 1 -> new Arrival(shares, origin, last.parents(), last.children());
                        default -> new Arrival(shares, origin, lies(), lies());
                    });
        }

        private List<Link> lies() {
            List<Link> lies = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                lies.add(new Link(random.nextInt(4), Weave.id(random.nextInt(CAST))));
            }
            return lies;
        }

        private void loseParent(ViewerId id) {
            List<Link> parents = weave.told.getOrDefault(id, Assignment.NONE).parents();
            if (!parents.isEmpty()) {
                Link lost = parents.get(random.nextInt(parents.size()));
                weave.mesh.lost(id, lost.stripe(), lost.viewer(), anyLoss());
            }
        }

        private Loss anyLoss() {
            return Loss.values()[random.nextInt(Loss.values().length)];
        }
    }
}
