/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.tracker.mesh.ForwardSlots.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The forwards as this swarm uses them: who pulls from which, within the slots that all swarms share.
 *
 * <p>Confined to the mesh's caller.
 */
final class ForwardPool {
    /** Of so many stripes that viewers pull forwards carry one for roots and rescues at most, if they need not carry more. */
    private static final int PULLED_PER_SPARED = 24;

    private final MeshSettings settings;
    private final ForwardSlots slots;
    private final Map<String, Forward> forwards = new LinkedHashMap<>();
    private int rescues;

    ForwardPool(MeshSettings settings, ForwardSlots slots) {
        this.settings = settings;
        this.slots = slots;
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

    /** Whether there are slots for it as a root, with those that it has there already. */
    boolean hasRoomForRoot(Viewer viewer, Forward forward) {
        int missing = viewer.places.length;
        for (Place place : viewer.places) {
            missing -= viewer.forward == forward && place.use != null ? 1 : 0;
        }
        return slots.hasRoom(forward.name, Use.ROOT, missing);
    }

    /** Makes the viewer, who pulls nothing, a root of a forward; false when that has not the slots. */
    boolean takeRoot(Viewer viewer, Forward forward) {
        if (!slots.take(forward.name, Use.ROOT, viewer.places.length)) {
            return false;
        }
        attach(viewer, forward);
        viewer.isRoot = true;
        forward.roots.add(viewer);
        for (Place place : viewer.places) {
            use(place, Use.ROOT);
        }
        return true;
    }

    /** A usable forward that lacks a root, or null. */
    Forward lackingRoot(Viewer viewer, long nowMillis) {
        return leastUsed(viewer, nowMillis, true);
    }

    /** Whether it could be a root there: one is missing, or the tree of the stripe that it passes on hangs on none. */
    boolean lacksRoot(Forward forward, Viewer viewer) {
        int wanted = settings.rootsPerForward();
        if (forward.roots.size() < wanted) {
            return true;
        }
        boolean isEnoughForAll = wanted * forwards.size() >= settings.stripes();
        return isEnoughForAll && forward.roots.size() == wanted && rootsOf(viewer.interior) == 0;
    }

    /** How many roots pass that stripe on. */
    int rootsOf(int stripe) {
        int count = 0;
        for (Forward forward : forwards.values()) {
            for (Viewer root : forward.roots) {
                count += root.interior == stripe ? 1 : 0;
            }
        }
        return count;
    }

    /** How many stripes are pulled for want of another source. */
    int rescues() {
        return rescues;
    }

    /** Whether forwards carry far more than they may spare: so it is where few watch. */
    boolean carriesTooMuch(int pulled) {
        return rescues + rooted() > 2 * (pulled / PULLED_PER_SPARED);
    }

    /** Whether there is a slot for it that nobody else will miss, in a swarm whose viewers pull so many stripes in all. */
    boolean canSpare(Viewer viewer, int pulled, long nowMillis) {
        Forward forward = forwardFor(viewer, nowMillis);
        return forward != null
                && rescues + rooted() < pulled / PULLED_PER_SPARED
                && slots.hasRoom(forward.name, Use.FIRST_PICTURE, 1);
    }

    /** Takes a slot for a place, at the forward that its viewer has or else at the least used one; false for none. */
    boolean take(Place place, Use use, long nowMillis) {
        Viewer viewer = place.viewer;
        Forward forward = forwardFor(viewer, nowMillis);
        if (forward == null || !slots.take(forward.name, use, 1)) {
            return false;
        }
        attach(viewer, forward);
        use(place, use);
        return true;
    }

    private int rooted() {
        int rooted = 0;
        for (Forward forward : forwards.values()) {
            rooted += forward.roots.size() * settings.stripes();
        }
        return rooted;
    }

    private void use(Place place, Use use) {
        rescues += (use == Use.RESCUE ? 1 : 0) - (place.use == Use.RESCUE ? 1 : 0);
        place.use = use;
    }

    private Forward forwardFor(Viewer viewer, long nowMillis) {
        if (viewer.forward == null) {
            return leastUsed(viewer, nowMillis, false);
        }
        return isUsable(viewer.forward, viewer, nowMillis) ? viewer.forward : null;
    }

    private void attach(Viewer viewer, Forward forward) {
        forward.viewers.add(viewer);
        viewer.forward = forward;
    }

    private Forward leastUsed(Viewer viewer, long nowMillis, boolean lacksRoot) {
        Forward best = null;
        int bestUsed = Integer.MAX_VALUE;
        for (Forward forward : forwards.values()) {
            if (!isUsable(forward, viewer, nowMillis) || (lacksRoot && !lacksRoot(forward, viewer))) {
                continue;
            }
            int used = slots.usage(forward.name).total();
            if (used < bestUsed) {
                best = forward;
                bestUsed = used;
            }
        }
        return best;
    }

    boolean isUsable(Forward forward, Viewer viewer, long nowMillis) {
        return forward.isAlive && !viewer.avoided.contains(forward.name, nowMillis);
    }

    /** A root that no longer pulls everything is none any more: what it still pulls counts as a rescue. */
    void demote(Viewer viewer) {
        if (!viewer.isRoot) {
            return;
        }
        viewer.isRoot = false;
        viewer.forward.roots.remove(viewer);
        for (Place place : viewer.places) {
            if (place.use == Use.ROOT) {
                reuse(place, Use.RESCUE);
            }
        }
    }

    void reuse(Place place, Use use) {
        slots.reuse(place.viewer.forward.name, place.use, use);
        use(place, use);
    }

    /** Gives a place's slot back; with its viewer's last one the viewer is done with the forward. */
    void release(Place place) {
        demote(place.viewer);
        slots.release(place.viewer.forward.name, place.use, 1);
        detach(place);
    }

    /** Gives a place the slot of another one, if it can use that forward. */
    boolean handOver(Place from, Place to, long nowMillis) {
        Forward forward = from.viewer.forward;
        boolean isFree = to.use == null && (to.viewer.forward == null || to.viewer.forward == forward);
        if (!isFree || from.viewer.isRoot || !isUsable(forward, to.viewer, nowMillis)) {
            return false;
        }
        attach(to.viewer, forward);
        use(to, from.use);
        detach(from);
        return true;
    }

    private void detach(Place place) {
        Viewer viewer = place.viewer;
        use(place, null);
        for (Place other : viewer.places) {
            if (other.use != null) {
                return;
            }
        }
        viewer.forward.viewers.remove(viewer);
        viewer.forward = null;
    }

    /**
     * Lets a viewer pull from another forward what it pulls from its own: as a root where it could be one and one is
     * lacking, else as one to be rescued. False when no other has the slots.
     */
    boolean move(Viewer viewer, long nowMillis) {
        List<Place> pulling = new ArrayList<>();
        for (Place place : viewer.places) {
            if (place.use != null) {
                pulling.add(place);
            }
        }
        Forward former = viewer.forward;
        boolean asRoot = viewer.canBeRoot() && viewer.standsEverywhere();
        Forward vacant = asRoot ? leastUsed(viewer, nowMillis, true) : null;
        if (vacant != null && vacant != former && slots.take(vacant.name, Use.ROOT, pulling.size())) {
            pulling.forEach(this::release);
            enter(viewer, vacant, pulling, Use.ROOT);
            viewer.isRoot = true;
            vacant.roots.add(viewer);
            return true;
        }
        Forward other = leastUsed(viewer, nowMillis, false);
        if (other == null || other == former || !slots.take(other.name, Use.RESCUE, pulling.size())) {
            return false;
        }
        pulling.forEach(this::release);
        enter(viewer, other, pulling, Use.RESCUE);
        return true;
    }

    private void enter(Viewer viewer, Forward forward, List<Place> pulling, Use use) {
        attach(viewer, forward);
        pulling.forEach(place -> use(place, use));
    }

    /** Gives all slots of a mesh that is not used any more back. */
    void releaseAll() {
        for (Forward forward : forwards.values()) {
            for (Viewer viewer : List.copyOf(forward.viewers)) {
                for (Place place : viewer.places) {
                    if (place.use != null) {
                        release(place);
                    }
                }
            }
        }
    }

    List<ForwardView> views() {
        return forwards.values().stream()
                .map(forward -> new ForwardView(
                        forward.name,
                        forward.isAlive,
                        forward.viewers.size(),
                        forward.roots.size(),
                        slots.usage(forward.name)))
                .toList();
    }
}
