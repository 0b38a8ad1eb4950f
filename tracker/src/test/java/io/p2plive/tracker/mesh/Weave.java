/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.id.ViewerId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** A mesh with a clock that a test moves, and a memory of what each viewer was told. */
final class Weave implements MeshListener {
    static final MeshSettings SETTINGS = settings(2, 2, 128);

    final Map<ViewerId, Assignment> told = new LinkedHashMap<>();
    final Set<ViewerId> toldToWait = new LinkedHashSet<>();
    private final Set<ViewerId> unconnected = new LinkedHashSet<>();
    final ForwardSlots slots;
    final Mesh mesh;
    int news;
    private long nowMillis = 1;

    Weave(MeshSettings settings) {
        this(settings, 1);
    }

    Weave(MeshSettings settings, long seed) {
        slots = new ForwardSlots(settings.slotsPerForward());
        mesh = new Mesh(settings, MeshTimes.DEFAULT, slots, () -> nowMillis, new Random(seed), this);
    }

    /** Two stripes, up to 32 levels, and everybody has so many slots from the beginning. */
    static MeshSettings settings(int children, int rootsPerForward, int slotsPerForward) {
        return settings(children, children, rootsPerForward, slotsPerForward);
    }

    /** The same, but they begin with fewer slots than they may prove. */
    static MeshSettings settings(int startChildren, int maxChildren, int rootsPerForward, int slotsPerForward) {
        return new MeshSettings(2, startChildren, maxChildren, rootsPerForward, slotsPerForward, 32);
    }

    static Weave withOneForward() {
        Weave weave = new Weave(SETTINGS);
        weave.forwards("f1");
        return weave;
    }

    static ViewerId id(int number) {
        return new ViewerId(String.format("%032x", number));
    }

    void forwards(String... alive) {
        mesh.forwards(Stream.of(alive).map(name -> new ForwardState(name, true)).toList());
    }

    void dead(String name) {
        mesh.forwards(List.of(new ForwardState(name, false)));
    }

    void join(int number) {
        come(number, Arrival.newcomer(true, Origin.NONE));
    }

    void joinWithoutSharing(int number) {
        come(number, Arrival.newcomer(false, Origin.NONE));
    }

    /** Somebody comes who says that it can feed eight: what it really gets is what the settings allow and it proves. */
    void come(int number, Arrival arrival) {
        mesh.join(id(number), arrival);
        mesh.capacity(id(number), 8);
    }

    void joinAll(int from, int to) {
        for (int number = from; number <= to; number++) {
            join(number);
            connectAll();
        }
    }

    /** Every parent of whoever was told anything new delivers. */
    void connectAll() {
        while (!unconnected.isEmpty()) {
            ViewerId next = unconnected.iterator().next();
            unconnected.remove(next);
            connectAll(next);
        }
    }

    /** Says for each parent of a viewer that it delivers. */
    void connectAll(int number) {
        connectAll(id(number));
    }

    private void connectAll(ViewerId id) {
        for (Link parent : told.getOrDefault(id, Assignment.NONE).parents()) {
            mesh.connected(id, parent.stripe(), parent.viewer());
        }
    }

    Assignment told(int number) {
        return told.getOrDefault(id(number), Assignment.NONE);
    }

    ViewerView.PlaceView place(int number, int stripe) {
        return mesh.viewer(id(number)).orElseThrow().places().get(stripe);
    }

    /** The parent that a viewer was told, or null. */
    ViewerId parent(int number, int stripe) {
        return told(number).parents().stream()
                .filter(link -> link.stripe() == stripe)
                .map(Link::viewer)
                .findFirst()
                .orElse(null);
    }

    void passMillis(long millis) {
        for (long passed = 0; passed < millis; passed += 250) {
            nowMillis += 250;
            mesh.tick();
        }
    }

    /** The same, and every parent delivers. */
    void passMillisConnecting(long millis) {
        for (long passed = 0; passed < millis; passed += 250) {
            passMillis(250);
            connectAll();
        }
    }

    @Override
    public void onAssigned(ViewerId viewer, Assignment assignment) {
        news++;
        told.put(viewer, assignment);
        unconnected.add(viewer);
    }

    @Override
    public void onWaiting(ViewerId viewer) {
        toldToWait.add(viewer);
    }
}
