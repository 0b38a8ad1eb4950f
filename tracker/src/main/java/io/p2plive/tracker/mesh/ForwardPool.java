/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The forwards and the budget of their slots: so many roots, so many leases, a part of those kept for rescues.
 *
 * <p>Confined to the mesh's caller.
 */
final class ForwardPool {
    /** What a slot is wanted for. */
    enum Purpose {
        /** To see something before the parents deliver. */
        FIRST_PICTURE,
        /** To go on seeing, or for want of any other source. */
        RESCUE
    }

    private final MeshSettings settings;
    private final Map<String, Forward> forwards = new LinkedHashMap<>();

    ForwardPool(MeshSettings settings) {
        this.settings = settings;
    }

    /**
     * Takes over what is now known of all forwards.
     *
     * @return those that are not to be used any more and still have viewers
     */
    List<Forward> update(List<ForwardState> states) {
        Map<String, Boolean> alive = new LinkedHashMap<>();
        states.forEach(state -> alive.put(state.name(), state.isAlive()));
        alive.keySet().forEach(name -> forwards.computeIfAbsent(name, Forward::new));
        List<Forward> lost = new ArrayList<>();
        for (Forward forward : forwards.values()) {
            forward.isAlive = alive.getOrDefault(forward.name, false);
            if (!forward.isAlive && !forward.viewers.isEmpty()) {
                lost.add(forward);
            }
        }
        forwards.values().removeIf(forward -> !alive.containsKey(forward.name) && forward.viewers.isEmpty());
        return lost;
    }

    Iterable<Forward> all() {
        return forwards.values();
    }

    /** A living forward that lacks a root, or null. */
    Forward withRootVacancy(Viewer viewer, long nowMillis) {
        return leastUsed(
                viewer,
                nowMillis,
                forward -> forward.roots < settings.rootsPerForward()
                        && (forward.viewers.size() < settings.budget() || forward == viewer.forward));
    }

    /** A living forward with a slot for that purpose, or null. */
    Forward withLease(Viewer viewer, Purpose purpose, long nowMillis) {
        int max = purpose == Purpose.RESCUE ? settings.leasesPerForward() : settings.firstPictureLeases();
        return leastUsed(
                viewer, nowMillis, forward -> forward.leases() < max && forward.viewers.size() < settings.budget());
    }

    private Forward leastUsed(Viewer viewer, long nowMillis, Predicate<Forward> hasRoom) {
        Forward best = null;
        for (Forward forward : forwards.values()) {
            if (isUsable(forward, viewer, nowMillis)
                    && hasRoom.test(forward)
                    && (best == null || forward.viewers.size() < best.viewers.size())) {
                best = forward;
            }
        }
        return best;
    }

    boolean isUsable(Forward forward, Viewer viewer, long nowMillis) {
        return forward.isAlive && !viewer.avoided.contains(forward.name, nowMillis);
    }

    /** Gives the viewer, who has none, a slot there. */
    void take(Viewer viewer, Forward forward, boolean asRoot) {
        forward.viewers.add(viewer);
        viewer.forward = forward;
        viewer.isRoot = asRoot;
        if (asRoot) {
            forward.roots++;
        }
    }

    /** A root that no longer pulls everything counts as a lease. */
    void demote(Viewer viewer) {
        if (viewer.isRoot) {
            viewer.isRoot = false;
            viewer.forward.roots--;
        }
    }

    /** Gives the viewer's slot back, where it has one. */
    void release(Viewer viewer) {
        if (viewer.forward == null) {
            return;
        }
        viewer.forward.viewers.remove(viewer);
        if (viewer.isRoot) {
            viewer.forward.roots--;
        }
        viewer.forward = null;
        viewer.isRoot = false;
    }

    List<ForwardView> views() {
        return forwards.values().stream()
                .map(forward -> new ForwardView(
                        forward.name,
                        forward.isAlive,
                        forward.viewers.size(),
                        forward.roots,
                        forward.leases(),
                        settings.budget()))
                .toList();
    }
}
