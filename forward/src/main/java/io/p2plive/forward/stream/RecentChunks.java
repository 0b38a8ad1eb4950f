/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.stream;

import io.p2plive.media.Chunk;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The chunks of an epoch's last seconds by their sequence, bounded in age and in bytes. Confined to {@code loop}. */
final class RecentChunks {
    private final int maxBytes;
    private final long maxAgeNanos;
    private final TreeMap<Long, Held> held = new TreeMap<>();
    private long bytes;

    private record Held(Chunk chunk, long atNanos) {}

    RecentChunks(int maxBytes, long maxAgeMillis) {
        this.maxBytes = maxBytes;
        this.maxAgeNanos = TimeUnit.MILLISECONDS.toNanos(maxAgeMillis);
    }

    /** Takes a chunk newer than all before. */
    void add(Chunk chunk, long nowNanos) {
        held.put(chunk.sequence(), new Held(chunk, nowNanos));
        bytes += chunk.wire().length;
        while (!held.isEmpty() && isTooMuch(held.firstEntry().getValue(), nowNanos)) {
            bytes -= held.pollFirstEntry().getValue().chunk().wire().length;
        }
    }

    private boolean isTooMuch(Held eldest, long nowNanos) {
        return bytes > maxBytes || nowNanos - eldest.atNanos() > maxAgeNanos;
    }

    void clear() {
        held.clear();
        bytes = 0;
    }

    Optional<Chunk> find(long sequence) {
        return Optional.ofNullable(held.get(sequence)).map(Held::chunk);
    }

    /** Whether nothing from {@code sequence} on was let go. */
    boolean reachesBackTo(long sequence) {
        return !held.isEmpty() && held.firstKey() <= sequence;
    }

    List<Chunk> since(long sequence) {
        return held.tailMap(sequence).values().stream().map(Held::chunk).toList();
    }
}
