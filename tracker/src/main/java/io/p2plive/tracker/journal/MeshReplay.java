/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.journal;

import io.p2plive.tracker.journal.LogEntry.Doubt;
import io.p2plive.tracker.journal.LogEntry.Flaw;
import io.p2plive.tracker.mesh.Mesh;
import io.p2plive.tracker.mesh.MeshListener;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes what a log tells happen again, each run in a mesh of its own. Confined to its caller.
 */
public final class MeshReplay {
    private final Function<MeshStart, MeshListener> listeners;
    private final Map<Integer, Run> runs = new LinkedHashMap<>();

    /**
     * No run yet.
     *
     * @param listeners gives for each run who hears what its mesh decides
     */
    public MeshReplay(Function<MeshStart, MeshListener> listeners) {
        this.listeners = listeners;
    }

    /** One run, as far as it has been made to happen. Confined to the replay's caller. */
    public static final class Run {
        private final MeshStart start;
        private final TimedMesh timed;
        private final Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
        private long events;
        private boolean isEnded;

        private Run(MeshStart start, TimedMesh timed) {
            this.start = start;
            this.timed = timed;
        }

        /** What it began with. */
        public MeshStart start() {
            return start;
        }

        /** Its mesh as it is now; at the end of a run it still is as it was before that. */
        public Mesh mesh() {
            return timed.mesh();
        }

        /** Why it may not happen as it did; empty while it does so exactly. */
        public Set<Doubt> doubts() {
            return Set.copyOf(doubts);
        }

        /** How many events have happened. */
        public long events() {
            return events;
        }

        /** Whether the log tells of its end. */
        public boolean isEnded() {
            return isEnded;
        }
    }

    /** The next line of {@link MeshLog#read}. */
    public void accept(LogLine line) {
        LogEntry what = line.what();
        if (what instanceof MeshStart start) {
            TimedMesh timed = new TimedMesh(start, line.at(), start.ownSlots(), Journal.NONE, listeners.apply(start));
            runs.put(line.run(), new Run(start, timed));
            return;
        }
        Run run = runs.get(line.run());
        if (run == null) {
            return;
        }
        if (what instanceof MeshEvent event) {
            run.events++;
            run.timed.apply(line.at(), event);
        } else if (what instanceof Flaw flaw) {
            run.doubts.add(flaw.doubt());
        } else {
            run.isEnded = true;
        }
    }

    /** The runs so far, by their numbers. */
    public Map<Integer, Run> runs() {
        return Map.copyOf(runs);
    }
}
