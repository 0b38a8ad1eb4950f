/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.journal;

import io.p2plive.id.StreamName;
import io.p2plive.id.ViewerId;
import io.p2plive.tracker.mesh.Assignment;
import io.p2plive.tracker.mesh.ForwardState;
import io.p2plive.tracker.mesh.Link;
import io.p2plive.tracker.mesh.Loss;
import io.p2plive.tracker.mesh.MeshListener;
import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.MeshTimes;
import io.p2plive.tracker.mesh.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Viewers that do whatever they like to a mesh. Remembers all that the mesh decided, in order. */
final class RandomRun implements MeshListener {
    private static final int VIEWERS = 60;

    final List<String> decided = new ArrayList<>();
    private final Map<ViewerId, Assignment> told = new LinkedHashMap<>();
    private final Random random;
    private final TimedMesh mesh;
    private long nowMillis;

    RandomRun(long seed, Journal journal) {
        random = new Random(seed);
        nowMillis = random.nextInt(1_000_000);
        MeshStart start = start(random.nextLong());
        mesh = new TimedMesh(start, nowMillis, start.ownSlots(), journal, this);
    }

    static MeshStart start(long seed) {
        return new MeshStart(
                StreamName.DEFAULT, new MeshSettings(2, 1, 4, 2, 24, 8), MeshTimes.DEFAULT, seed, 1_790_000_000_000L);
    }

    static ViewerId id(int number) {
        return new ViewerId(String.format("%032x", number));
    }

    RandomRun happen(int events) {
        mesh.apply(nowMillis, forwards(true));
        for (int i = 0; i < events; i++) {
            nowMillis += random.nextInt(120);
            mesh.apply(nowMillis, next());
        }
        return this;
    }

    void end() {
        mesh.end(nowMillis);
    }

    private static MeshEvent forwards(boolean areAll) {
        return new MeshEvent.Forwards(List.of(new ForwardState("f1", true), new ForwardState("f2", areAll)));
    }

    private MeshEvent next() {
        ViewerId viewer = id(random.nextInt(VIEWERS));
        Assignment has = told.getOrDefault(viewer, Assignment.NONE);
        int stripe = random.nextInt(2);
        ViewerId other = has.parents().isEmpty()
                ? id(random.nextInt(VIEWERS))
                : has.parents().get(random.nextInt(has.parents().size())).viewer();
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> come(viewer, has);
            case 3, 4, 5, 6, 7 -> new MeshEvent.Connected(viewer, stripe, other);
            case 8 -> new MeshEvent.Lost(viewer, stripe, other, Loss.values()[random.nextInt(Loss.values().length)]);
            case 9 -> new MeshEvent.LostForward(viewer, stripe, random.nextBoolean() ? "f1" : "f2");
            case 10 -> new MeshEvent.Leave(viewer);
            case 11 -> new MeshEvent.Disconnected(viewer);
            case 12 -> new MeshEvent.Capacity(viewer, random.nextInt(9));
            case 13 -> new MeshEvent.Measured(viewer, random.nextInt(300));
            case 14 -> random.nextInt(10) == 0 ? forwards(random.nextBoolean()) : new MeshEvent.Tick();
            default -> random.nextInt(10) == 0 ? new MeshEvent.Live(random.nextBoolean()) : new MeshEvent.Tick();
        };
    }

    private MeshEvent come(ViewerId viewer, Assignment has) {
        boolean returns = random.nextInt(4) == 0;
        Origin origin = new Origin(random.nextInt(20), random.nextInt(6), random.nextInt(3));
        List<Link> parents = returns ? has.parents() : List.of();
        List<Link> children = returns ? has.children() : List.of();
        return new MeshEvent.Join(viewer, random.nextInt(8) > 0, origin, parents, children);
    }

    @Override
    public void onAssigned(ViewerId viewer, Assignment assignment) {
        told.put(viewer, assignment);
        decided.add(viewer + " " + assignment);
    }

    @Override
    public void onWaiting(ViewerId viewer) {
        decided.add(viewer + " waits");
    }

    /** Takes part in a replay: remembers, and does nothing. */
    static MeshListener listener(List<String> decided) {
        return new MeshListener() {
            @Override
            public void onAssigned(ViewerId viewer, Assignment assignment) {
                decided.add(viewer + " " + assignment);
            }

            @Override
            public void onWaiting(ViewerId viewer) {
                decided.add(viewer + " waits");
            }
        };
    }

    /** One event of each kind. */
    static Stream<MeshEvent> oneOfEach() {
        return Stream.of(
                new MeshEvent.Join(
                        id(1),
                        true,
                        new Origin(Long.MIN_VALUE, -1, Long.MAX_VALUE),
                        List.of(new Link(0, id(2))),
                        List.of(new Link(1, id(3)))),
                new MeshEvent.Connected(id(1), 0, id(2)),
                new MeshEvent.Lost(id(1), 1, id(2), Loss.SLOW),
                new MeshEvent.LostForward(id(1), 1, "an \"edge\"\n"),
                new MeshEvent.Leave(id(1)),
                new MeshEvent.Disconnected(id(1)),
                new MeshEvent.Capacity(id(1), 8),
                new MeshEvent.Measured(id(1), 35),
                new MeshEvent.Forwards(List.of(new ForwardState("f1", true), new ForwardState("f2", false))),
                new MeshEvent.Live(false),
                new MeshEvent.Tick());
    }
}
