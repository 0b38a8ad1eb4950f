/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.journal;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.p2plive.id.StreamName;
import io.p2plive.tracker.mesh.ForwardSlots;
import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.MeshTimes;
import java.util.Objects;

/**
 * All that makes a mesh the mesh it is. Immutable.
 *
 * @param unixMillis when it began, for people who compare with other logs
 * @param seed of the numbers that break ties
 */
@JsonTypeName("begin")
public record MeshStart(StreamName stream, MeshSettings settings, MeshTimes times, long seed, long unixMillis)
        implements LogEntry {
    /** Checks that nothing is missing. */
    public MeshStart {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(times, "times");
    }

    /** Slots as this mesh needs them, for a mesh that shares them with no other. */
    public ForwardSlots ownSlots() {
        return new ForwardSlots(settings.slotsPerForward());
    }
}
