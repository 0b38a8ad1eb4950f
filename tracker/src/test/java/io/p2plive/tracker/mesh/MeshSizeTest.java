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
