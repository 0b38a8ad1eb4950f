/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.p2plive.id.ViewerId;
import io.p2plive.tracker.journal.JournalFile;
import io.p2plive.tracker.journal.LogEntry.End;
import io.p2plive.tracker.journal.LogLine;
import io.p2plive.tracker.journal.MeshLog;
import io.p2plive.tracker.journal.MeshReplay;
import io.p2plive.tracker.load.SessionLoad.Outcome;
import io.p2plive.tracker.mesh.Assignment;
import io.p2plive.tracker.mesh.MeshListener;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SessionLoadTest {
    private static final int VIEWERS = 100;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aCrowdIsServedWholeAndItsLogMakesTheSameSwarmAgain() throws Exception {
        Path file = folder.resolve("mesh.jsonl");
        try (JournalFile journal = JournalFile.open(file, 100_000_000)) {
            assertEquals(new Outcome(VIEWERS, 0, 0), SessionLoad.run(VIEWERS, journal));
        }
        MeshReplay replay = new MeshReplay(start -> new Silent());
        try (Stream<LogLine> lines = MeshLog.read(file)) {
            lines.takeWhile(line -> !(line.what() instanceof End)).forEach(replay::accept);
        }
        MeshReplay.Run run = replay.runs().get(1);
        assertEquals(VIEWERS, run.mesh().size());
        assertEquals(0, run.mesh().waiting());
        assertEquals(Set.of(), run.doubts());
    }

    private record Silent() implements MeshListener {
        @Override
        public void onAssigned(ViewerId viewer, Assignment assignment) {
            // Only the mesh at the end is looked at.
        }

        @Override
        public void onWaiting(ViewerId viewer) {
            // Only the mesh at the end is looked at.
        }
    }
}
