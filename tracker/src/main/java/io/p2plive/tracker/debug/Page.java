/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.debug;

import io.p2plive.protocol.SwarmMessage.Statistics;
import io.p2plive.tracker.debug.Report.Coordinate;
import io.p2plive.tracker.debug.Report.Forward;
import io.p2plive.tracker.debug.Report.Swarm;
import io.p2plive.tracker.debug.Report.Viewer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The report as a page for people. */
final class Page {
    private static final int MAX_ROWS = 500;
    private static final int SHORT_ID_CHARS = 6;
    private static final String FRAME = resource("debug.html");

    private Page() {}

    static String of(Report report) {
        String body = header(report)
                + forwards(report.forwards())
                + report.swarms().stream().map(Page::swarm).collect(Collectors.joining())
                + (report.swarms().isEmpty() ? "<section><p class=dim>Nobody is watching yet.</p></section>" : "");
        return FRAME.replace("{{title}}", Escape.html(report.tracker().name())).replace("{{body}}", body);
    }

    static String shortId(String id) {
        return id.length() > SHORT_ID_CHARS ? id.substring(0, SHORT_ID_CHARS) : id;
    }

    private static String header(Report report) {
        Report.Tracker tracker = report.tracker();
        StringBuilder html = new StringBuilder("<header><h1>")
                .append(Escape.html(tracker.name()))
                .append("</h1><p class=dim>tracker · region ")
                .append(Escape.html(tracker.region()))
                .append(" · ")
                .append(Escape.html(tracker.url()))
                .append(" · up ")
                .append(duration(tracker.uptimeMillis()))
                .append("</p><ul class=tiles>")
                .append(tile("viewers", tracker.viewers() + " / " + tracker.maxViewers(), "ok"));
        for (Coordinate coordinate : report.coordinates()) {
            String mood = coordinate.state().equals("registered") ? "ok" : "bad";
            html.append(tile("coordinate " + coordinate.url(), coordinate.state(), mood));
        }
        return html.append("</ul></header>").toString();
    }

    private static String tile(String label, String value, String mood) {
        return "<li class=" + mood + "><b>" + Escape.html(value) + "</b><span>" + Escape.html(label) + "</span></li>";
    }

    private static String forwards(List<Forward> forwards) {
        StringBuilder rows = new StringBuilder();
        for (Forward forward : forwards) {
            rows.append("<tr>")
                    .append(cell(forward.name()))
                    .append(forward.alive() ? "<td class=ok>alive</td>" : "<td class=bad>no answer</td>")
                    .append(cell(forward.push()))
                    .append(cell(forward.pull()))
                    .append(number(forward.viewers() + " / " + forward.budget()))
                    .append(number(forward.roots()))
                    .append(number(forward.leases()))
                    .append(number(forward.load() == null ? "–" : forward.load().viewers()))
                    .append(number(forward.load() == null ? "–" : forward.load().bitsOutPerSecond() / 1000 + " kbit/s"))
                    .append("</tr>");
        }
        return "<section><h2>Forwards</h2><table><thead><tr><th>name<th>state<th>push<th>pull<th class=n>slots used"
                + "<th class=n>roots<th class=n>leases<th class=n>viewers there<th class=n>out</tr></thead>" + rows
                + "</table></section>";
    }

    private static String swarm(Swarm swarm) {
        StringBuilder rows = new StringBuilder();
        swarm.viewers().stream().limit(MAX_ROWS).forEach(viewer -> rows.append(row(viewer)));
        String more = swarm.size() > Math.min(MAX_ROWS, swarm.viewers().size())
                ? "<p class=dim>and "
                        + (swarm.size() - Math.min(MAX_ROWS, swarm.viewers().size())) + " more</p>"
                : "";
        return "<section><h2>" + Escape.html(swarm.stream()) + " <small class="
                + (swarm.state().equals("live") ? "ok" : "dim") + ">" + Escape.html(swarm.state()) + "</small> <small>"
                + swarm.size() + " viewers, " + swarm.waiting() + " places waiting, " + swarm.stripes()
                + " stripes</small></h2>" + MeshDrawing.of(swarm)
                + "<table><thead><tr><th>viewer<th>state<th>sources<th>children<th class=n>depth<th>leases"
                + "<th class=n>delay<th class=n>in<th class=n>out<th class=n>present</tr></thead>" + rows + "</table>"
                + more + "</section>";
    }

    private static String row(Viewer viewer) {
        Statistics said = viewer.statistics();
        String role = (viewer.root() ? " root" : "") + (viewer.share() ? "" : " not sharing");
        String sources = viewer.sources().stream()
                .map(source -> source.stripe() + " ← "
                        + (source.kind().equals("viewer") ? shortId(source.name()) : source.name())
                        + (source.connected() ? "" : " …"))
                .collect(Collectors.joining(", "));
        String children = viewer.children().stream()
                .map(child -> child.stripe() + " → " + shortId(child.viewer().value()))
                .collect(Collectors.joining(", "));
        return "<tr><td title=\"" + Escape.html(viewer.viewer()) + "\"><code>" + shortId(viewer.viewer()) + "</code>"
                + "<small>" + role + "</small></td>"
                + cell(viewer.present() ? (said == null ? "joined" : said.state()) : "away")
                + cell(sources.isEmpty() ? "waiting" : sources)
                + cell(children)
                + number(viewer.depth().stream().map(Page::depth).collect(Collectors.joining(" / ")))
                + cell(viewer.leases().isEmpty() ? "" : viewer.forward() + " " + viewer.leases())
                + number(said == null || said.delayMillis() < 0 ? "–" : said.delayMillis() + " ms")
                + number(said == null ? "–" : in(said) + " kbit/s")
                + number(said == null ? "–" : out(said) + " kbit/s")
                + number(duration(viewer.presentMillis()))
                + "</tr>";
    }

    private static String depth(int depth) {
        return depth < 0 ? "–" : String.valueOf(depth);
    }

    private static long in(Statistics said) {
        return said.sources().stream()
                .mapToLong(source -> source.kilobitsPerSecond())
                .sum();
    }

    private static long out(Statistics said) {
        return said.targets().stream()
                .mapToLong(target -> target.kilobitsPerSecond())
                .sum();
    }

    private static String cell(String text) {
        return "<td>" + Escape.html(text) + "</td>";
    }

    private static String number(Object value) {
        return "<td class=n>" + Escape.html(String.valueOf(value)) + "</td>";
    }

    private static String duration(long millis) {
        Duration duration = Duration.ofMillis(millis);
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream("/tracker/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("no /tracker/" + name + " beside the code", e);
        }
    }
}
