/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.report;

import io.p2plive.simulator.measure.Shape;
import io.p2plive.simulator.replay.LogReplay;
import io.p2plive.simulator.replay.ReplayedRun;
import io.p2plive.simulator.replay.ReplayedRun.Sample;
import io.p2plive.tracker.journal.LogEntry.Doubt;
import io.p2plive.tracker.journal.MeshReplay;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A replayed log as lines of text. */
public final class ReplayTable {
    private static final int MAX_ROWS = 20;

    private ReplayTable() {}

    /** A table for each run. */
    public static String of(LogReplay replay) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(replay.seen()).forEach((number, seen) -> append(text, number, replay.run(number), seen));
        return text.toString();
    }

    private static void append(StringBuilder text, int number, MeshReplay.Run run, ReplayedRun seen) {
        Shape last = seen.samples().get(seen.samples().size() - 1).shape();
        text.append(String.format(
                "run %d: stream %s, from %s on%n",
                number, run.start().stream(), Instant.ofEpochMilli(run.start().unixMillis())));
        line(text, "lasted", String.format("%,.1f s%s", seen.lastedMillis() / 1e3, run.isEnded() ? "" : ", then cut"));
        line(text, "the log tells all that happened", run.doubts().isEmpty() ? "yes" : "no: " + words(run));
        line(text, "events", String.format("%,d", run.events()));
        line(text, "decisions", String.format("%,d", seen.decisions()));
        line(text, "reports of parents that this build never gave", String.format("%,d", seen.strangeReports()));
        line(text, "assignments with more children than the viewer said", String.format("%,d", seen.overCapacity()));
        line(text, "mesh looked at as a whole", String.format("%,d times", seen.audits()));
        line(text, "something wrong with it", seen.fault().orElse("no"));
        line(text, "viewers at the end", String.format("%,d", last.viewers()));
        line(text, "slots offered by a viewer, at the end", String.format("%.2f", last.slotsPerViewer()));
        line(text, "places without a path to a forward, at the end", String.format("%,d", last.sourceless()));
        appendSamples(text, seen.samples());
        TextTable.appendCosts(text, seen.cost());
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(String.format("  %-52s %s%n", label, value));
    }

    private static String words(MeshReplay.Run run) {
        return run.doubts().stream().sorted().map(ReplayTable::words).collect(Collectors.joining("; "));
    }

    private static String words(Doubt doubt) {
        return switch (doubt) {
            case DROPPED -> "events came too fast to be written, and the log ends there";
            case SHARED -> "another stream used the same forwards";
        };
    }

    private static void appendSamples(StringBuilder text, List<Sample> samples) {
        text.append(String.format(
                "  %10s %10s %10s %10s %10s %10s%n", "second", "viewers", "waiting", "deepest", "mean", "least"));
        int step = (samples.size() + MAX_ROWS - 1) / MAX_ROWS;
        for (int i = (samples.size() - 1) % step; i < samples.size(); i += step) {
            Sample sample = samples.get(i);
            text.append(String.format(
                    "  %,10d %,10d %,10d %10d %10.2f %10s%n",
                    Math.round(sample.atMillis() / 1e3),
                    sample.shape().viewers(),
                    sample.waiting(),
                    sample.shape().maxDepth(),
                    sample.shape().meanDepth(),
                    sample.shape().leastDepth() < 0 ? "–" : sample.shape().leastDepth()));
        }
    }
}
