/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.protocol.SwarmMessage.LossReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Counts what happens in a swarm, and sums it up once in a while: a line for each viewer would be too many when a crowd
 * comes. Confined to the swarm's loop.
 */
final class Tally {
    private static final long PERIOD_MILLIS = 10_000;

    private final Map<LossReason, Integer> lost = new EnumMap<>(LossReason.class);
    private int joined;
    private int left;
    private int disconnected;
    /** When the first of them happened; meaningless while nothing has. */
    private long sinceMillis;

    void joined(long nowMillis) {
        begin(nowMillis);
        joined++;
    }

    void left(long nowMillis) {
        begin(nowMillis);
        left++;
    }

    void disconnected(long nowMillis) {
        begin(nowMillis);
        disconnected++;
    }

    void lost(LossReason reason, long nowMillis) {
        begin(nowMillis);
        lost.merge(reason, 1, Integer::sum);
    }

    private void begin(long nowMillis) {
        if (isEmpty()) {
            sinceMillis = nowMillis;
        }
    }

    private boolean isEmpty() {
        return joined == 0 && left == 0 && disconnected == 0 && lost.isEmpty();
    }

    /** What has happened in the last ten seconds, if they are over and anything has; then counting begins anew. */
    Optional<String> due(long nowMillis) {
        if (isEmpty() || nowMillis - sinceMillis < PERIOD_MILLIS) {
            return Optional.empty();
        }
        String sum = "joined=" + joined + " left=" + left + " disconnected=" + disconnected + " lost=" + losses();
        joined = 0;
        left = 0;
        disconnected = 0;
        lost.clear();
        return Optional.of(sum);
    }

    private String losses() {
        int all = lost.values().stream().mapToInt(Integer::intValue).sum();
        return lost.isEmpty()
                ? "0"
                : lost.entrySet().stream()
                        .map(entry -> entry.getKey().word() + ":" + entry.getValue())
                        .collect(Collectors.joining(",", all + " (", ")"));
    }
}
