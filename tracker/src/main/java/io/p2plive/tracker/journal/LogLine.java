/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.journal;

import java.util.Objects;

/**
 * One line of the log. Immutable.
 *
 * @param run which mesh: a number that its first line, with a {@link MeshStart}, introduces
 * @param at when, in milliseconds of the mesh's clock; only differences mean anything
 * @param what what happened
 */
public record LogLine(int run, long at, LogEntry what) {
    /** Checks that something happened. */
    public LogLine {
        Objects.requireNonNull(what, "what");
    }
}
