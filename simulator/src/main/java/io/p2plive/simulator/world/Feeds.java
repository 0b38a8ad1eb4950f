/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * All feeds by their number, so that a chunk in flight is two numbers. A number is used again when nothing of its feed is
 * in flight any more. Confined to the run.
 */
final class Feeds {
    private final List<Feed> all = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();

    Feed get(int id) {
        return all.get(id);
    }

    int add(Feed feed) {
        Integer id = free.poll();
        if (id == null) {
            all.add(feed);
            return all.size() - 1;
        }
        all.set(id, feed);
        return id;
    }

    /** The feed is closed, or a chunk of it has arrived: perhaps its number is free now. */
    void reclaim(Feed feed) {
        if (feed.isClosed && feed.inFlight == 0 && all.get(feed.id) == feed) {
            all.set(feed.id, null);
            free.push(feed.id);
        }
    }

    long bytesInFlight() {
        long sum = 0;
        for (Feed feed : all) {
            sum += feed == null ? 0 : feed.inFlightBytes;
        }
        return sum;
    }
}
