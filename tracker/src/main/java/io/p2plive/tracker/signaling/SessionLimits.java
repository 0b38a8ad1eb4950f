/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.signaling;

/**
 * What one connection may do. Immutable.
 *
 * @param joinMillis by then it must have joined
 * @param messagesPerSecond in the long run; four times as many at once
 */
public record SessionLimits(long joinMillis, int messagesPerSecond) {
    /** So many refused messages end a connection. */
    static final int MAX_OFFENCES = 5;

    int burst() {
        return 4 * messagesPerSecond;
    }
}
