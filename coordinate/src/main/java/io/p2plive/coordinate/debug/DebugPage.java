/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.debug;

import io.p2plive.coordinate.relay.RelayStatus;
import io.p2plive.net.Html;
import io.p2plive.protocol.StreamState;
import java.util.List;
import java.util.stream.Collectors;

/** The report as a page for people. */
final class DebugPage {
    private static final String PUSH_HINT = "Nobody has pushed yet. Try: ffmpeg -re -f lavfi -i testsrc2=s=640x480:r=30"
            + " -f mpeg1video -bf 0 http://HOST:8080/stream";

    private DebugPage() {}

    static String render(DebugReport report) {
        String header = "<header><h1>" + Html.escape(report.name()) + "</h1>"
                + Html.note("coordinate · up " + Html.duration(report.uptimeMillis())) + "</header>";
        String body = header
                + table(
                        "Streams",
                        "<th>stream<th>state<th>format<th class=n>epoch<th class=n>chunks<th class=n>keyframes"
                                + "<th class=n>rate<th class=n>stripes",
                        report.streams().stream().map(DebugPage::row).toList(),
                        PUSH_HINT)
                + table(
                        "Forwards",
                        "<th>forward<th>name<th>link<th class=n>chunks sent<th class=n>megabytes sent"
                                + "<th class=n>chunks dropped<th>last fault",
                        report.forwards().stream().map(DebugPage::row).toList(),
                        "No live tracker lists a forward.")
                + table(
                        "Trackers",
                        "<th>tracker<th>region<th>address for viewers<th>viewers<th>networks<th>forwards"
                                + "<th class=n>last seen",
                        report.trackers().stream().map(DebugPage::row).toList(),
                        "No tracker lives. A tracker registers by itself once it runs.");
        return Html.page(report.name() + " · coordinate", body);
    }

    private static String table(String heading, String columns, List<String> rows, String whenEmpty) {
        if (rows.isEmpty()) {
            return Html.section(heading, Html.note(whenEmpty));
        }
        return Html.section(
                heading,
                "<table><thead><tr>" + columns + "</tr></thead>"
                        + rows.stream().map(row -> "<tr>" + row + "</tr>").collect(Collectors.joining()) + "</table>");
    }

    private static String row(DebugReport.Stream stream) {
        var summary = stream.summary();
        var figures = stream.figures();
        return Html.cell(summary.name().value())
                + Html.cell(summary.state().word(), summary.state() == StreamState.LIVE)
                + Html.cell(summary.format() == null ? "" : summary.format().label())
                + Html.number(summary.epoch())
                + Html.number(figures.chunks())
                + Html.number(figures.keyframes())
                + Html.number(figures.bitsPerSecond() / 1000 + " kbit/s")
                + Html.number(summary.stripes());
    }

    private static String row(RelayStatus forward) {
        return Html.cell(forward.forward())
                + Html.cell(forward.name())
                + Html.cell(forward.state(), forward.state().equals("open"))
                + Html.number(forward.chunksSent())
                + Html.number(forward.bytesSent() / 1_000_000)
                + Html.number(forward.chunksDropped())
                + Html.cell(forward.fault());
    }

    private static String row(DebugReport.Tracker tracker) {
        var registration = tracker.registration();
        String forwards = registration.forwards().stream()
                .map(forward -> forward.name() + (forward.alive() ? "" : " (dead)"))
                .collect(Collectors.joining(", "));
        return Html.cell(registration.name())
                + Html.cell(registration.region())
                + Html.cell(tracker.url())
                + Html.cell(registration.viewers() + " of " + registration.maxViewers())
                + Html.cell(
                        registration.networks().isEmpty() ? "everybody" : String.join(", ", registration.networks()))
                + Html.cell(forwards)
                + Html.number(tracker.seenMillisAgo() + " ms ago");
    }
}
