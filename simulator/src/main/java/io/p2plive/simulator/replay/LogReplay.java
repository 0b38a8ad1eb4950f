/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.replay;

import io.p2plive.tracker.journal.LogLine;
import io.p2plive.tracker.journal.MeshLog;
import io.p2plive.tracker.journal.MeshReplay;
import io.p2plive.tracker.journal.MeshStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes all runs of a log happen again. Confined to its caller. */
public final class LogReplay {
    private final Map<Integer, ReplayedRun> seen = new TreeMap<>();
    private final Map<Integer, MeshReplay.Run> runs = new TreeMap<>();
    /** The run whose first line is being read. */
    private ReplayedRun beginning;

    private final MeshReplay replay = new MeshReplay(start -> beginning);

    /**
     * Reads a log to its end.
     *
     * @throws IOException when there is no such file
     * @throws MeshLog.BrokenLogException when a line is none, or not in order
     */
    public static LogReplay of(Path file) throws IOException {
        LogReplay all = new LogReplay();
        try (Stream<LogLine> lines = MeshLog.read(file)) {
            lines.forEach(all::accept);
        }
        all.seen.forEach((number, run) -> run.finish(all.run(number).mesh()));
        return all;
    }

    private void accept(LogLine line) {
        if (line.what() instanceof MeshStart start) {
            beginning = new ReplayedRun(start.settings(), line.at());
            seen.put(line.run(), beginning);
            replay.accept(line);
            runs.put(line.run(), replay.runs().get(line.run()));
        } else if (seen.containsKey(line.run())) {
            seen.get(line.run())
                    .happen(
                            line.at(),
                            line.what(),
                            () -> replay.accept(line),
                            run(line.run()).mesh());
        }
    }

    /** By their numbers, what was seen of them. */
    public Map<Integer, ReplayedRun> seen() {
        return Map.copyOf(seen);
    }

    /** What the log says of a run, and its mesh as it is at the end. */
    public MeshReplay.Run run(int number) {
        return runs.get(number);
    }
}
