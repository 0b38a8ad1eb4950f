/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.id.ViewerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Throws random events at meshes: viewers come, go, blink, fail, lie and return; forwards die; trackers restart. */
class MeshPropertyTest {
    private static final int EVENTS = 26_000;
    private static final int CAST = 40;

    private final Map<ViewerId, Assignment> before = new HashMap<>();
    private Random random;
    private MeshSettings settings;
    private Weave weave;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsItsInvariantsWhateverHappens(long seed) {
        random = new Random(seed);
        settings = new MeshSettings(
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                1 + random.nextInt(2),
                random.nextInt(6),
                3 + random.nextInt(5));
        start();
        for (int event = 0; event < EVENTS; event++) {
            happen(random.nextInt(100));
            check(event);
        }
    }

    private void check(int event) {
        try {
            Invariants.check(weave.mesh, weave.told);
        } catch (AssertionError e) {
            throw new AssertionError("after event " + event + " with " + settings + ": " + e.getMessage(), e);
        }
    }

    private void start() {
        before.clear();
        if (weave != null) {
            before.putAll(weave.told);
        }
        weave = new Weave(settings, random.nextLong());
        weave.forwards("f1", "f2");
    }

    private void happen(int dice) {
        int number = random.nextInt(CAST);
        ViewerId id = Weave.id(number);
        if (dice < 25) {
            join(number);
        } else if (dice < 45) {
            weave.connectAll(number);
        } else if (dice < 57) {
            loseParent(number);
        } else if (dice < 65) {
            weave.mesh.leave(id);
            weave.told.remove(id);
        } else if (dice < 73) {
            weave.mesh.disconnected(id);
        } else if (dice < 78) {
            weave.mesh.lostForward(id, random.nextInt(3), random.nextBoolean() ? "f1" : "f2");
        } else if (dice < 83) {
            weave.mesh.lost(id, random.nextInt(3), Weave.id(random.nextInt(CAST)), Loss.CORRUPT);
        } else if (dice < 86) {
            weave.mesh.forwards(List.of(
                    new ForwardState("f1", random.nextInt(3) > 0), new ForwardState("f2", random.nextInt(3) > 0)));
        } else if (dice < 87 && random.nextInt(10) == 0) {
            start();
        } else {
            weave.passMillis(250L * (1 + random.nextInt(8)));
        }
    }

    private void join(int number) {
        ViewerId id = Weave.id(number);
        weave.told.remove(id);
        boolean shares = random.nextInt(4) > 0;
        switch (random.nextInt(3)) {
            case 0 -> weave.mesh.join(id, shares, List.of(), List.of());
            case 1 -> {
                Assignment last = weave.told.getOrDefault(id, before.getOrDefault(id, Assignment.NONE));
                weave.mesh.join(id, shares, last.parents(), last.children());
            }
            default -> weave.mesh.join(id, shares, lies(), lies());
        }
    }

    private List<Link> lies() {
        List<Link> lies = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            lies.add(new Link(random.nextInt(4), Weave.id(random.nextInt(CAST))));
        }
        return lies;
    }

    private void loseParent(int number) {
        List<Link> parents = weave.told(number).parents();
        if (!parents.isEmpty()) {
            Link lost = parents.get(random.nextInt(parents.size()));
            Loss loss = Loss.values()[random.nextInt(Loss.values().length)];
            weave.mesh.lost(Weave.id(number), lost.stripe(), lost.viewer(), loss);
        }
    }

    @Test
    void takesInAHundredThousandViewersQuickly() {
        weave = new Weave(Weave.SETTINGS);
        weave.forwards("f1");
        long startNanos = cpuNanos();
        for (int number = 0; number < 100_000; number++) {
            weave.join(number);
        }
        long millis = (cpuNanos() - startNanos) / 1_000_000;
        assertEquals(0, weave.mesh.waiting());
        // About one second of work; on a slow machine it may be some more.
        assertTrue(millis < 8_000, "took " + millis + " ms");
        int deepest = weave.mesh
                .viewers()
                .flatMapToInt(viewer -> viewer.places().stream().mapToInt(ViewerView.PlaceView::depth))
                .max()
                .orElseThrow();
        assertTrue(deepest <= 20, "depth " + deepest);
    }

    /** Work, not time: other programs on the machine must not matter. */
    private static long cpuNanos() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
