/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Things that are due in the order in which they were added. What became of them meanwhile is for the caller to see.
 *
 * <p>Confined to the mesh's caller.
 */
final class Deadlines<T> {
    private final Queue<Due<T>> queue = new ArrayDeque<>();

    void add(T what, long atMillis) {
        queue.add(new Due<>(what, atMillis));
    }

    /** The next one whose time is not after {@code nowMillis}, or null. */
    Due<T> poll(long nowMillis) {
        Due<T> head = queue.peek();
        return head != null && head.atMillis <= nowMillis ? queue.poll() : null;
    }

    record Due<T>(T what, long atMillis) {}
}
