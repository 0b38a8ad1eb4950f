/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How the mesh bears a crowd. */
class MeshSizeTest {
    @Test
    void takesInAHundredThousandViewersQuickly() {
        Weave weave = new Weave(Weave.SETTINGS);
        weave.forwards("f1");
        long startNanos = cpuNanos();
        for (int number = 0; number < 100_000; number++) {
            weave.join(number);
        }
        long millis = (cpuNanos() - startNanos) / 1_000_000;
        assertEquals(0, weave.mesh.waiting());
        // About one second of work; on a slow machine it may be some more.
        assertTrue(millis < 8_000, "took " + millis + " ms");
        assertTrue(deepest(weave) <= 20, "depth " + deepest(weave));
    }

    /** Strong and weak ones, of whom nothing is known when they come: a fifth feeds nobody, a third more than two. */
    @Test
    void staysShallowWhileACrowdComesAndWhenItIsThere() {
        Weave weave = new Weave(Weave.settings(2, 8, 2, 256));
        weave.forwards("f1", "f2");
        int deepestEver = 0;
        for (int number = 0; number < 10_000; number++) {
            weave.mesh.join(Weave.id(number), Arrival.newcomer(number % 5 != 0, Origin.NONE));
            if (number >= 800) {
                weave.mesh.capacity(Weave.id(number - 800), slots(number - 800));
            }
            if (number % 50 == 49) {
                weave.connectAll();
                weave.passMillis(250);
                deepestEver = Math.max(deepestEver, deepest(weave));
            }
        }
        weave.passMillisConnecting(60_000);

        assertTrue(deepestEver <= 12, "depth while they came " + deepestEver);
        assertTrue(deepest(weave) <= 7, "depth " + deepest(weave));
        assertTrue(
                weave.mesh.forwardViews().stream().allMatch(view -> view.usage().total() <= 128),
                () -> weave.mesh.forwardViews().toString());
    }

    private static int slots(int number) {
        return switch (number % 10) {
            case 0, 5 -> 0;
            case 1, 2 -> 4;
            case 3 -> 8;
            default -> 2;
        };
    }

    private static int deepest(Weave weave) {
        return weave.mesh
                .viewers()
                .flatMapToInt(viewer -> viewer.places().stream().mapToInt(ViewerView.PlaceView::depth))
                .max()
                .orElseThrow();
    }

    /** Work, not time: other programs on the machine must not matter. */
    private static long cpuNanos() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
