/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.debug;

import io.p2plive.coordinate.relay.RelayStatus;
import io.p2plive.net.Html;
import java.util.List;

/** The report as a page for people. */
final class DebugPage {
    private DebugPage() {}

    static String render(DebugReport report) {
        Html page = Html.page("P2PLive coordinate " + report.name());
        page.heading("coordinate " + report.name()).note("up " + Html.duration(report.uptimeMillis()));
        page.section("Streams");
        page.table(
                List.of("stream", "state", "format", "epoch", "chunks", "keyframes", "rate", "stripes"),
                report.streams().stream().map(DebugPage::row).toList(),
                "Nobody has pushed yet. Try: ffmpeg -re -f lavfi -i testsrc2=s=640x480:r=30 -f mpeg1video -bf 0"
                        + " http://HOST:8080/stream");
        page.section("Forwards");
        page.table(
                List.of("forward", "name", "link", "chunks sent", "megabytes sent", "chunks dropped", "last fault"),
                report.forwards().stream().map(DebugPage::row).toList(),
                "No tracker lists a forward.");
        page.section("Trackers");
        page.table(
                List.of("tracker", "region", "address for viewers", "viewers", "networks", "forwards", "last seen"),
                report.trackers().stream().map(DebugPage::row).toList(),
                "No tracker lives. A tracker registers by itself once it runs.");
        return page.toString();
    }

    private static List<String> row(DebugReport.Stream stream) {
        var summary = stream.summary();
        var figures = stream.figures();
        return List.of(
                summary.name().value(),
                summary.state().word(),
                summary.format() == null ? "" : summary.format().label(),
                String.valueOf(summary.epoch()),
                String.valueOf(figures.chunks()),
                String.valueOf(figures.keyframes()),
                figures.bitsPerSecond() / 1000 + " kbit/s",
                String.valueOf(summary.stripes()));
    }

    private static List<String> row(RelayStatus forward) {
        return List.of(
                forward.forward(),
                forward.name(),
                forward.state(),
                String.valueOf(forward.chunksSent()),
                String.valueOf(forward.bytesSent() / 1_000_000),
                String.valueOf(forward.chunksDropped()),
                forward.fault());
    }

    private static List<String> row(DebugReport.Tracker tracker) {
        var registration = tracker.registration();
        return List.of(
                registration.name(),
                registration.region(),
                tracker.url(),
                registration.viewers() + " of " + registration.maxViewers(),
                registration.networks().isEmpty() ? "everybody" : String.join(", ", registration.networks()),
                String.join(
                        ", ",
                        registration.forwards().stream()
                                .map(forward -> forward.name() + (forward.alive() ? "" : " (dead)"))
                                .toList()),
                tracker.seenMillisAgo() + " ms ago");
    }
}
