/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.relay;

import io.p2plive.id.StreamName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The channel of each stream: the same on all links, so that the same bytes serve them all. There are no more names than
 * {@code limits.streams}, and that is no more than there are channels. Safe from any thread.
 */
final class ChannelNumbers {
    private final Map<StreamName, Integer> channels = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    int of(StreamName name) {
        return channels.computeIfAbsent(name, key -> next.getAndIncrement());
    }
}
