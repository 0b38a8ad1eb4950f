/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.id.StreamName;
import io.p2plive.id.ViewerId;
import io.p2plive.tracker.journal.JournalFile;
import io.p2plive.tracker.journal.MeshEvent;
import io.p2plive.tracker.journal.MeshStart;
import io.p2plive.tracker.journal.TimedMesh;
import io.p2plive.tracker.mesh.Arrival;
import io.p2plive.tracker.mesh.Assignment;
import io.p2plive.tracker.mesh.ForwardState;
import io.p2plive.tracker.mesh.Link;
import io.p2plive.tracker.mesh.MeshListener;
import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.MeshTimes;
import io.p2plive.tracker.mesh.Origin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReplayCommandTest {
    private static final int VIEWERS = 40;
    private static final long MAX_BYTES = 10_000_000;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path log;

    @BeforeEach
    void name() {
        log = folder.resolve("mesh.jsonl");
    }

    private static ViewerId id(int number) {
        return new ViewerId(String.format("%032x", number));
    }

    private static MeshStart start(String stream) {
        return new MeshStart(
                new StreamName(stream), new MeshSettings(2, 2, 8, 2, 16, 32), MeshTimes.DEFAULT, 5, 1_790_000_000_000L);
    }

    /** A tracker's mesh for ten seconds: viewers come and report each parent that they are given. */
    private static final class Crowd implements MeshListener {
        private final TimedMesh mesh;
        private final Deque<MeshEvent> reports = new ArrayDeque<>();

        Crowd(JournalFile journal, String stream) {
            MeshStart start = start(stream);
            mesh = new TimedMesh(start, 1_000, start.ownSlots(), journal, this);
        }

        Crowd live() {
            mesh.apply(1_000, new MeshEvent.Forwards(List.of(new ForwardState("edge", true))));
            mesh.apply(1_000, new MeshEvent.Live(true));
            for (int number = 1; number <= VIEWERS; number++) {
                long atMillis = 1_000 + 200L * number;
                mesh.apply(atMillis, MeshEvent.Join.of(id(number), Arrival.newcomer(true, Origin.NONE)));
                while (!reports.isEmpty()) {
                    mesh.apply(atMillis + 50, reports.poll());
                }
            }
            mesh.apply(11_000, new MeshEvent.Tick());
            return this;
        }

        void end() {
            mesh.end(11_000);
        }

        @Override
        public void onAssigned(ViewerId viewer, Assignment assignment) {
            for (Link edge : assignment.parents()) {
                reports.add(new MeshEvent.Connected(viewer, edge.stripe(), edge.viewer()));
            }
        }

        @Override
        public void onWaiting(ViewerId viewer) {}
    }

    private int replay() {
        CommandLine command = SimulatorCommand.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute("replay", log.toString());
    }

    private void assertSays(String label, String value) {
        boolean isSaid = out.toString()
                .lines()
                .anyMatch(line -> line.strip().startsWith(label) && line.strip().endsWith("  " + value));
        assertTrue(isSaid, () -> label + " " + value + " is not said in:\n" + out);
    }

    @Test
    void aTrackersLogHappensAgainAndIsMeasured() throws IOException {
        try (JournalFile journal = JournalFile.open(log, MAX_BYTES)) {
            new Crowd(journal, "live").live().end();
        }
        assertEquals(0, replay(), err::toString);
        assertTrue(out.toString().contains("run 1: stream live, from 2026-09-21T"), out.toString());
        assertSays("lasted", "10.0 s");
        assertSays("the log tells all that happened", "yes");
        assertSays("reports of parents that this build never gave", "0");
        assertSays("assignments with more children", "0");
        assertSays("something wrong with it", "no");
        assertSays("viewers at the end", String.valueOf(VIEWERS));
        assertSays("places without a path to a forward, at the end", "0");
        assertTrue(out.toString().contains("engine, join                 " + VIEWERS + " events"), out.toString());
    }

    @Test
    void aParentThatThisBuildWouldNotHaveGivenIsCounted() throws IOException {
        try (JournalFile journal = JournalFile.open(log, MAX_BYTES)) {
            Crowd crowd = new Crowd(journal, "live").live();
            crowd.mesh.apply(11_000, new MeshEvent.Connected(id(1), 0, id(99)));
            crowd.end();
        }
        assertEquals(0, replay(), err::toString);
        assertSays("reports of parents that this build never gave", "1");
    }

    @Test
    void runsAtTheSameTimeAreDoubtedAndOneWithoutEndIsCut() throws IOException {
        try (JournalFile journal = JournalFile.open(log, MAX_BYTES)) {
            Crowd first = new Crowd(journal, "live").live();
            new Crowd(journal, "other").live();
            first.end();
        }
        assertEquals(0, replay(), err::toString);
        assertTrue(out.toString().contains("run 2: stream other"), out.toString());
        assertSays("the log tells all that happened", "no: another stream used the same forwards");
        assertSays("lasted", "10.0 s, then cut");
    }

    @Test
    void aBrokenLineIsNamed() throws IOException {
        try (JournalFile journal = JournalFile.open(log, MAX_BYTES)) {
            new Crowd(journal, "live").live().end();
        }
        Files.writeString(log, "{\"run\":1}\n", StandardOpenOption.APPEND);
        long lines = Files.readAllLines(log).size();
        assertEquals(2, replay());
        assertTrue(err.toString().contains("mesh.jsonl, line " + lines + ": "), err.toString());
    }

    @Test
    void aFileWithoutAMeshIsRefused() throws IOException {
        Files.writeString(log, "");
        assertEquals(2, replay());
        assertTrue(err.toString().contains("tells of no mesh"), err.toString());
    }
}
