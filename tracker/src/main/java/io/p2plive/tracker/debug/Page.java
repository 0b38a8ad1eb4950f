/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.debug;

import io.p2plive.net.Html;
import io.p2plive.protocol.NodeMessage.ForwardLoad;
import io.p2plive.protocol.SwarmMessage.Statistics;
import io.p2plive.tracker.debug.Report.Coordinate;
import io.p2plive.tracker.debug.Report.Forward;
import io.p2plive.tracker.debug.Report.Swarm;
import io.p2plive.tracker.debug.Report.Viewer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report as a page for people. */
final class Page {
    private static final int MAX_ROWS = 500;
    private static final int MAX_WAITING_NAMED = 20;
    private static final int SHORT_ID_CHARS = 6;

    private Page() {}

    static String of(Report report) {
        String body = header(report)
                + forwards(report.forwards())
                + report.swarms().stream().map(Page::swarm).collect(Collectors.joining())
                + (report.swarms().isEmpty() ? Html.section("Swarms", Html.note("Nobody is watching yet.")) : "");
        return Html.page(report.tracker().name() + " · tracker", body);
    }

    static String shortId(String id) {
        return id.length() > SHORT_ID_CHARS ? id.substring(0, SHORT_ID_CHARS) : id;
    }

    private static String header(Report report) {
        Report.Tracker tracker = report.tracker();
        StringBuilder html = new StringBuilder("<header><h1>")
                .append(Html.escape(tracker.name()))
                .append("</h1><p class=dim>tracker · region ")
                .append(Html.escape(tracker.region()))
                .append(" · ")
                .append(Html.escape(tracker.url()))
                .append(" · up ")
                .append(Html.duration(tracker.uptimeMillis()))
                .append("</p><ul class=tiles>")
                .append(tile("viewers", tracker.viewers() + " / " + tracker.maxViewers(), "ok"));
        for (Coordinate coordinate : report.coordinates()) {
            String mood = coordinate.state().equals("registered") ? "ok" : "bad";
            html.append(tile("coordinate " + coordinate.url(), coordinate.state(), mood));
        }
        return html.append("</ul></header>").toString();
    }

    private static String tile(String label, String value, String mood) {
        return "<li class=" + mood + "><b>" + Html.escape(value) + "</b><span>" + Html.escape(label) + "</span></li>";
    }

    private static String forwards(List<Forward> forwards) {
        StringBuilder rows = new StringBuilder();
        for (Forward forward : forwards) {
            rows.append("<tr>")
                    .append(Html.cell(forward.name()))
                    .append(Html.cell(forward.alive() ? "alive" : "no answer", forward.alive()))
                    .append(Html.cell(forward.push()))
                    .append(Html.cell(forward.pull()))
                    .append(PoolBar.cell(forward.slots()))
                    .append(Html.number(forward.slots().roots()))
                    .append(Html.number(forward.slots().firstPictures()))
                    .append(Html.number(forward.slots().rescues()))
                    .append(load(forward.load()))
                    .append("</tr>");
        }
        return "<section><h2>Forwards</h2><table><thead><tr><th>name<th>state<th>push<th>pull<th>slots taken"
                + "<th class=n>roots<th class=n>first pictures<th class=n>rescues<th class=n>viewers there<th class=n>out"
                + "</tr></thead>" + rows + "</table></section>";
    }

    private static String load(ForwardLoad load) {
        return load == null
                ? Html.number("–") + Html.number("–")
                : Html.number(load.viewers() + " / " + load.maxViewers())
                        + Html.number(load.bitsOutPerSecond() / 1000 + " kbit/s");
    }

    private static String swarm(Swarm swarm) {
        StringBuilder rows = new StringBuilder();
        swarm.viewers().stream().limit(MAX_ROWS).forEach(viewer -> rows.append(row(viewer)));
        String more = swarm.size() > Math.min(MAX_ROWS, swarm.viewers().size())
                ? "<p class=dim>and "
                        + (swarm.size() - Math.min(MAX_ROWS, swarm.viewers().size())) + " more</p>"
                : "";
        return "<section><h2>" + Html.escape(swarm.stream()) + " <small class="
                + (swarm.state().equals("live") ? "ok" : "dim") + ">" + Html.escape(swarm.state()) + "</small> <small>"
                + swarm.size() + " viewers, " + swarm.waiting() + " places waiting, " + swarm.stripes()
                + " stripes</small></h2>" + waiting(swarm) + MeshDrawing.of(swarm)
                + "<table><thead><tr><th>viewer<th>state<th>sources<th>children<th class=n>feeds / slots / can"
                + "<th>standby<th class=n>depth<th>leases<th class=n>delay<th class=n>stalled<th class=n>rtt"
                + "<th class=n>in<th class=n>out<th class=n>present</tr></thead>" + rows + "</table>"
                + more + "</section>";
    }

    private static String waiting(Swarm swarm) {
        List<String> waiting = swarm.viewers().stream()
                .filter(viewer -> viewer.present() && !viewer.waits().isEmpty())
                .limit(MAX_WAITING_NAMED)
                .map(viewer -> shortId(viewer.viewer()) + " for " + viewer.waits())
                .toList();
        return waiting.isEmpty() ? "" : "<p style=color:var(--bad)>waiting: " + String.join(", ", waiting) + "</p>";
    }

    private static String row(Viewer viewer) {
        Statistics said = viewer.statistics();
        String role = (viewer.root() ? " root" : "") + (viewer.share() ? "" : " not sharing");
        return "<tr><td title=\"" + Html.escape(viewer.viewer()) + "\"><code>" + shortId(viewer.viewer()) + "</code>"
                + "<small>" + role + "</small></td>"
                + Html.cell(viewer.present() ? (said == null ? "joined" : said.state()) : "away")
                + Html.cell(viewer.sources().isEmpty() ? "waiting" : sources(viewer))
                + "<td class=list>" + children(viewer) + "</td>"
                + Html.number(viewer.proven() + " / " + viewer.slots() + " / " + orDash(viewer.capacity(), ""))
                + Html.cell(viewer.standby() == null ? "" : shortId(viewer.standby()))
                + Html.number(
                        viewer.depth().stream().map(depth -> orDash(depth, "")).collect(Collectors.joining(" / ")))
                + Html.cell(viewer.leases().isEmpty() ? "" : viewer.forward() + " " + viewer.leases())
                + Html.number(said == null ? "–" : orDash(said.delayMillis(), " ms"))
                + Html.number(said == null ? "–" : orDash(said.stalledMillis(), " ms"))
                + Html.number(said == null ? "–" : orDash(said.rttMillis(), " ms"))
                + Html.number(said == null ? "–" : in(said) + " kbit/s")
                + Html.number(said == null ? "–" : out(said) + " kbit/s")
                + Html.number(Html.duration(viewer.presentMillis()))
                + "</tr>";
    }

    private static String sources(Viewer viewer) {
        return viewer.sources().stream()
                .map(source -> source.stripe() + " ← "
                        + (source.kind().equals("viewer") ? shortId(source.name()) : source.name())
                        + (source.connected() ? "" : " …"))
                .collect(Collectors.joining(", "));
    }

    /** By stripe, of which there is mostly one: "0 → ff448e 7076c4". */
    private static String children(Viewer viewer) {
        Map<Integer, String> byStripe = viewer.children().stream()
                .collect(Collectors.groupingBy(
                        child -> child.stripe(),
                        TreeMap::new,
                        Collectors.mapping(child -> shortId(child.viewer().value()), Collectors.joining(" "))));
        return byStripe.entrySet().stream()
                .map(stripe -> stripe.getKey() + " → " + stripe.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Below 0 means not known. */
    private static String orDash(long value, String unit) {
        return value < 0 ? "–" : value + unit;
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
}
