/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.ArrayList;
import java.util.List;

/**
 * Some places of one tree by their depth, so that the shallowest is found without a search. A place is in one index at
 * most.
 *
 * <p>Confined to the mesh's caller.
 */
final class DepthIndex {
    private final List<List<Place>> buckets = new ArrayList<>();

    DepthIndex(int depths) {
        for (int depth = 0; depth < depths; depth++) {
            buckets.add(new ArrayList<>());
        }
    }

    int depths() {
        return buckets.size();
    }

    /** The smallest depth at which there is a member; as many as there are depths when there is none. */
    int shallowest() {
        int depth = 0;
        while (depth < buckets.size() && buckets.get(depth).isEmpty()) {
            depth++;
        }
        return depth;
    }

    /** The members at a depth, in no order. */
    List<Place> at(int depth) {
        return buckets.get(depth);
    }

    void add(Place place) {
        List<Place> members = buckets.get(place.depth);
        place.index = this;
        place.bucket = place.depth;
        place.position = members.size();
        members.add(place);
    }

    void remove(Place place) {
        List<Place> members = buckets.get(place.bucket);
        Place last = members.remove(members.size() - 1);
        if (last != place) {
            members.set(place.position, last);
            last.position = place.position;
        }
        place.index = null;
    }
}
