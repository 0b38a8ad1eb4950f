/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.id.ViewerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A viewer: its place in each tree, and what the mesh knows of it. Confined to the mesh's caller. */
final class Viewer {
    static final int NO_STRIPE = -1;
    private static final int FAILURES_TO_GIVE_UP = 2;
    /** Whom some peer has fed has only had bad luck. */
    private static final int FAILURES_TO_GIVE_UP_LATER = 5;

    final ViewerId id;
    final Place[] places;
    final long joinedMillis;
    final Avoided avoided = new Avoided();

    Presence presence = Presence.PRESENT;
    /** When its absence ends it, or its claims lapse. */
    long deadlineMillis;

    boolean shares;
    Origin origin = Origin.NONE;
    /** The shortest round trip that it measured to a neighbour; −1 while it has measured none. */
    int rttMillis = -1;
    /** How many children it says that it can feed. */
    int allowed;
    /** How many children were seen to be fed by it at the same time. */
    int proved;
    /** Its spare parent, or null. */
    Viewer standby;
    /** Whose spare parent it is. */
    final List<Viewer> spares = new ArrayList<>(0);
    /** When it last moved nearer to the forwards. */
    long roseMillis;
    /** It waits for a turn to do so. */
    boolean isClimbing;
    /** The stripe in which it has slots. */
    int interior = NO_STRIPE;

    Forward forward;
    boolean isRoot;
    /** Parents to which it could not connect, since the last that delivered. */
    int failures;
    /** Some peer has fed it. */
    boolean wasFed;
    /** Children that could not connect to it, since the last that could. */
    int refusals;
    /** Some child has been fed by it. */
    boolean isProven;
    /** The edges that it reported when it came. */
    Set<Link> claimedParents = Set.of();

    Set<Link> claimedChildren = Set.of();
    /** What it was told last; null when it must be told again whatever it is. */
    Assignment told = Assignment.NONE;

    boolean wasToldToWait;

    Viewer(ViewerId id, int stripes, long nowMillis) {
        this.id = id;
        this.joinedMillis = nowMillis;
        this.places = new Place[stripes];
        for (int stripe = 0; stripe < stripes; stripe++) {
            places[stripe] = new Place(this, stripe);
        }
    }

    boolean isPresent() {
        return presence == Presence.PRESENT;
    }

    /** Nobody was ever fed by it, and it failed again and again: it would only cost others their time. */
    boolean isUnreachable() {
        return !isProven && (failures >= FAILURES_TO_GIVE_UP || refusals >= FAILURES_TO_GIVE_UP);
    }

    /** Peers do not work for it: it shall have a forward for good. */
    boolean needsForward() {
        return failures >= (wasFed ? FAILURES_TO_GIVE_UP_LATER : FAILURES_TO_GIVE_UP);
    }

    boolean canBeRoot() {
        return shares && !needsForward();
    }

    boolean hasAnySource() {
        for (Place place : places) {
            if (place.hasSource()) {
                return true;
            }
        }
        return false;
    }

    boolean hasChildren() {
        for (Place place : places) {
            if (!place.children.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    boolean standsEverywhere() {
        for (Place place : places) {
            if (place.pull != Pull.STANDING) {
                return false;
            }
        }
        return true;
    }

    boolean isChildOf(Viewer other) {
        for (Place place : places) {
            if (place.parent != null && place.parent.viewer == other) {
                return true;
            }
        }
        return false;
    }

    /** Its place in the stripe that it passes on, or null. */
    Place interiorPlace() {
        return interior == NO_STRIPE ? null : places[interior];
    }

    /** Whether the other one lies above it in some tree. */
    boolean isBelow(Viewer other) {
        Place top = other.interiorPlace();
        if (top == null || top.children.isEmpty()) {
            return false;
        }
        for (Place above = places[top.stripe].parent; above != null; above = above.parent) {
            if (above == top) {
                return true;
            }
        }
        return false;
    }

    /** Opens its slots in one stripe, and in no other. */
    void openSlots(int stripe, int count) {
        interior = stripe;
        for (Place place : places) {
            place.slots = place.stripe == stripe ? count : 0;
        }
    }

    Assignment assignment() {
        List<Integer> pulled = new ArrayList<>(places.length);
        List<Link> parents = new ArrayList<>(places.length);
        List<Link> children = new ArrayList<>();
        for (Place place : places) {
            if (place.pull != Pull.NONE) {
                pulled.add(place.stripe);
            }
            if (place.parent != null) {
                Viewer parent = place.heldBy == null ? place.parent.viewer : place.heldBy;
                parents.add(new Link(place.stripe, parent.id));
            }
            for (Place child : place.children) {
                children.add(new Link(place.stripe, child.viewer.id));
            }
        }
        return new Assignment(
                forward == null ? null : forward.name,
                pulled,
                parents,
                children,
                standby == null ? null : standby.id,
                spares.stream().map(spare -> spare.id).toList());
    }

    ViewerView view() {
        List<ViewerView.PlaceView> views = new ArrayList<>(places.length);
        for (Place place : places) {
            views.add(new ViewerView.PlaceView(
                    place.stripe,
                    place.parent == null ? null : place.parent.viewer.id,
                    place.pull != Pull.NONE,
                    place.isConnected,
                    place.depth,
                    place.slots,
                    place.children.stream().map(child -> child.viewer.id).toList()));
        }
        return new ViewerView(
                id,
                isPresent(),
                shares,
                isRoot,
                forward == null ? null : forward.name,
                standby == null ? null : standby.id,
                joinedMillis,
                views);
    }
}
