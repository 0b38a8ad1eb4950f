/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.journal;

import io.p2plive.tracker.journal.LogEntry.End;
import io.p2plive.tracker.journal.LogEntry.Flaw;
import java.util.HashMap;
import java.util.Map;

/** Checks that each run begins once and first, and that its time does not go back. Confined to whoever reads. */
final class RunOrder {
    private final Map<Integer, Long> lastMillis = new HashMap<>();

    /**
     * Takes the next line.
     *
     * @throws IllegalArgumentException when it cannot be where it is
     */
    void check(LogLine line) {
        // Another run's thread writes these, and may do so after the end.
        if (line.what() instanceof Flaw) {
            return;
        }
        Long last = lastMillis.get(line.run());
        boolean isStart = line.what() instanceof MeshStart;
        if (isStart != (last == null)) {
            throw new IllegalArgumentException(
                    isStart
                            ? "run " + line.run() + " begins twice"
                            : "run " + line.run() + " has not begun, or is over");
        }
        if (last != null && line.at() < last) {
            throw new IllegalArgumentException("time goes back in run " + line.run());
        }
        if (line.what() instanceof End) {
            lastMillis.remove(line.run());
        } else {
            lastMillis.put(line.run(), line.at());
        }
    }
}
