/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.p2plive.bench.harness.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** What a page and its browser do from one moment to another. Confined to its caller. */
final class PageWatch {
    /** So long after the one before, a picture of a stream of 30 a second has missed its place. */
    static final int LATE_MILLIS = 67;

    /** In the page: the distances of its pictures, and tasks that kept it from all else. */
    private static final String PROBE = """
            globalThis.bench = { pictures: 0, late: 0, longestMillis: 0, longTasks: 0, lastMillis: NaN };
            p2plive.player?.addEventListener('picture', () => {
              const nowMillis = performance.now();
              const distanceMillis = nowMillis - bench.lastMillis;
              bench.lastMillis = nowMillis;
              bench.pictures++;
              bench.late += distanceMillis >= %d ? 1 : 0;
              bench.longestMillis = Math.max(bench.longestMillis, distanceMillis || 0);
            });
            new PerformanceObserver((list) => { bench.longTasks += list.getEntries().length; })
                .observe({ type: 'longtask' });
            """.formatted(LATE_MILLIS);

    private final Chromium chromium;
    private final Tab page;
    private final boolean isProfiled;
    private final Reading start;

    private record Reading(
            Map<Chromium.Kind, Long> micros, double mainSeconds, JsonNode totals, JsonNode seen, long nanos) {}

    /** From now on. */
    PageWatch(Chromium chromium, Tab page, boolean isProfiled) throws IOException, InterruptedException {
        this.chromium = chromium;
        this.page = page;
        this.isProfiled = isProfiled;
        page.evaluate(PROBE);
        page.ask("Performance.enable", Map.of("timeDomain", "threadTicks"));
        if (isProfiled) {
            page.ask("Profiler.enable", Map.of());
            page.ask("Profiler.start", Map.of());
        }
        start = read();
    }

    /** What was done until now, as figures' lines. */
    String figures() throws IOException, InterruptedException {
        Reading end = read();
        double micros = (end.nanos - start.nanos) / 1e3;
        StringBuilder lines = new StringBuilder();
        double all = 0;
        for (Chromium.Kind kind : Chromium.Kind.values()) {
            double percent = (end.micros.getOrDefault(kind, 0L) - start.micros.getOrDefault(kind, 0L)) * 100 / micros;
            all += percent;
            lines.append(Figures.line(kind.name().toLowerCase(Locale.ROOT), percent));
        }
        lines.append(Figures.line("all", all));
        lines.append(Figures.line("main", (end.mainSeconds - start.mainSeconds) * 1e8 / micros));
        lines.append(Figures.line("fromViewers", grown(start.totals, end.totals, "bytesFromViewers") * 8e3 / micros));
        lines.append(Figures.line("toViewers", grown(start.totals, end.totals, "bytesToViewers") * 8e3 / micros));
        lines.append(Figures.line("lost", grown(start.totals, end.totals, "chunksLost")));
        lines.append(Figures.line("dropped", grown(start.totals, end.totals, "chunksDropped")));
        lines.append(Figures.line("longTasks", grown(start.seen, end.seen, "longTasks")));
        double pictures = grown(start.seen, end.seen, "pictures");
        if (pictures > 0) {
            lines.append(Figures.line("pictures", pictures * 1e6 / micros));
            lines.append(Figures.line("late", grown(start.seen, end.seen, "late")));
            lines.append(Figures.line("longest", end.seen.path("longestMillis").asDouble()));
        }
        return lines.toString();
    }

    /** Writes what Chromium's profiler saw, if it looked. */
    void writeProfile(Path file) throws IOException, InterruptedException {
        if (isProfiled) {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, page.ask("Profiler.stop", Map.of()).path("profile").toString());
        }
    }

    private Reading read() throws IOException, InterruptedException {
        JsonNode totals = page.evaluate("p2plive.snapshot().totals");
        JsonNode seen = page.evaluate("({ ...bench })");
        return new Reading(chromium.microsByKind(), mainSeconds(), totals, seen, System.nanoTime());
    }

    private double mainSeconds() throws IOException, InterruptedException {
        for (JsonNode metric : page.ask("Performance.getMetrics", Map.of()).path("metrics")) {
            if (metric.path("name").asText().equals("ThreadTime")) {
                return metric.path("value").asDouble();
            }
        }
        throw new IOException("Chromium does not tell its main thread's time");
    }

    private static double grown(JsonNode start, JsonNode end, String name) {
        return end.path(name).asDouble() - start.path(name).asDouble();
    }
}
