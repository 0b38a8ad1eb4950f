/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.p2plive.id.ViewerId;
import io.p2plive.tracker.mesh.Origin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UplinkTest {
    private static final long DELAY_MICROS = 50_000;
    private static final double MICROS_PER_BYTE = 8e6 * 1.05 / 800_000;

    private final World world = new World(Scenarios.calm(0, 1, 20));
    private final Viewer sender = viewer(1);
    private final Viewer near = viewer(2);
    private final Viewer far = viewer(3);

    private Viewer viewer(int number) {
        ViewerId id = new ViewerId(String.format("%032x", number));
        return (Viewer) world.enter(new Person(id, 1, true, Origin.NONE, DELAY_MICROS));
    }

    private List<long[]> arrivals() {
        List<long[]> arrivals = new ArrayList<>();
        while (world.events.next(10_000_000)) {
            if (world.events.kind() == EventQueue.CHUNK) {
                arrivals.add(new long[] {world.events.second(), world.events.nowMicros()});
            } else if (world.events.kind() == EventQueue.UPLINK) {
                sender.uplink.onFree();
            }
        }
        return arrivals;
    }

    private long micros(int... chunks) {
        long sum = 0;
        for (int chunk : chunks) {
            sum += Math.round(world.timeline.bytes[chunk] * MICROS_PER_BYTE);
        }
        return sum;
    }

    @Test
    void chunksFollowOneAnotherWhateverTheirLink() {
        Feed one = new Feed(world, sender, near, 10_000);
        Feed other = new Feed(world, sender, far, 90_000);
        sender.uplink.send(other, 0);
        sender.uplink.send(one, 1);
        List<long[]> arrivals = arrivals();
        assertEquals(2, arrivals.size());
        assertEquals(micros(0) + 90_000, arrivalOf(0, arrivals));
        assertEquals(micros(0, 1) + 10_000, arrivalOf(1, arrivals));
    }

    @Test
    void whatWaitsForAClosedLinkTakesNoTime() {
        Feed gone = new Feed(world, sender, near, 10_000);
        Feed kept = new Feed(world, sender, far, 10_000);
        sender.uplink.send(kept, 0);
        sender.uplink.send(gone, 1);
        sender.uplink.send(kept, 2);
        gone.close();
        List<long[]> arrivals = arrivals();
        assertEquals(2, arrivals.size());
        assertEquals(micros(0, 2) + 10_000, arrivalOf(2, arrivals));
    }

    private static long arrivalOf(int chunk, List<long[]> arrivals) {
        return arrivals.stream()
                .filter(arrival -> arrival[0] == chunk)
                .findFirst()
                .orElseThrow()[1];
    }
}
