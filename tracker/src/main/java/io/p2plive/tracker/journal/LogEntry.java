/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Objects;

/** What a line of the log says of its run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(MeshStart.class),
    @JsonSubTypes.Type(LogEntry.End.class),
    @JsonSubTypes.Type(LogEntry.Flaw.class),
    @JsonSubTypes.Type(MeshEvent.Join.class),
    @JsonSubTypes.Type(MeshEvent.Connected.class),
    @JsonSubTypes.Type(MeshEvent.Lost.class),
    @JsonSubTypes.Type(MeshEvent.LostForward.class),
    @JsonSubTypes.Type(MeshEvent.Leave.class),
    @JsonSubTypes.Type(MeshEvent.Disconnected.class),
    @JsonSubTypes.Type(MeshEvent.Capacity.class),
    @JsonSubTypes.Type(MeshEvent.Measured.class),
    @JsonSubTypes.Type(MeshEvent.Forwards.class),
    @JsonSubTypes.Type(MeshEvent.Live.class),
    @JsonSubTypes.Type(MeshEvent.Tick.class)
})
public sealed interface LogEntry permits MeshStart, MeshEvent, LogEntry.End, LogEntry.Flaw {

    /** The mesh is not used any more. A run without this was cut off, and is right as far as it goes. */
    @JsonTypeName("end")
    record End() implements LogEntry {}

    /** Why a run cannot be made to happen again exactly. */
    enum Doubt {
        /** Events came faster than they could be written; what follows is not here. */
        DROPPED,
        /** Another stream used the same forwards at the same time; what it took of their slots is not here. */
        SHARED;

        /** The word in the file. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Here the run stops to be exact. */
    @JsonTypeName("flaw")
    record Flaw(Doubt doubt) implements LogEntry {
        public Flaw {
            Objects.requireNonNull(doubt, "doubt");
        }
    }
}
