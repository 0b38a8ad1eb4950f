/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.report;

import io.p2plive.simulator.measure.Breaks;
import io.p2plive.simulator.measure.Meters;
import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.measure.Spread;
import io.p2plive.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The run as a picture: delay, depth, who serves whom over time, and repairs. */
public final class Picture {
    private static final int HEADER = 40;
    private static final double MAX_REPAIR_MILLIS = 5_000;

    private Picture() {}

    /** Writes it as an SVG. */
    public static void write(Path file, Scenario scenario, Results results) throws IOException {
        Files.writeString(file, of(scenario, results));
    }

    static String of(Scenario scenario, Results results) {
        Svg svg = new Svg(2 * Panel.WIDTH, HEADER + 2 * Panel.HEIGHT);
        svg.title(16, 28, title(scenario));
        delay(new PanelAt(svg, 0, HEADER), results.meters().delayMicros);
        depth(new PanelAt(svg, Panel.WIDTH, HEADER), results.shape().depths());
        course(new PanelAt(svg, 0, HEADER + Panel.HEIGHT), results.meters().seconds);
        repairs(new PanelAt(svg, Panel.WIDTH, HEADER + Panel.HEIGHT), results.meters().breaks);
        return svg.close();
    }

    /** Where a diagram goes. */
    private record PanelAt(Svg svg, int x, int y) {
        Panel upTo(double maxX, double maxY) {
            return new Panel(svg, x, y, maxX, maxY);
        }
    }

    private static String title(Scenario scenario) {
        return String.format(
                "%,d viewers, %,d kbit/s in %d stripes, %d forward(s), links of %s ms, seed %d",
                scenario.crowd().viewers() + scenario.crowd().flash().viewers(),
                scenario.stream().bitsPerSecond() / 1_000,
                scenario.mesh().stripes(),
                scenario.forwards(),
                scenario.network().delay(),
                scenario.seed());
    }

    private static void delay(PanelAt place, Spread micros) {
        double max = micros.count() == 0 ? 1 : Math.min(10, Math.ceil(micros.percentile(99.5) / 1e6 + 0.5));
        place.upTo(max, 100)
                .frame("Delay from ingest to picture: part of all pictures", " s", " %")
                .curve(seconds -> 100 * micros.shareUpTo(seconds * 1e6), Svg.BLUE);
    }

    private static void depth(PanelAt place, int... depths) {
        double[] counts = new double[depths.length];
        double max = 1;
        for (int depth = 0; depth < depths.length; depth++) {
            counts[depth] = depths[depth];
            max = Math.max(max, counts[depth]);
        }
        place.upTo(depths.length, max)
                .frame("Depth below the forward: how many viewers at each", null, "")
                .bars(counts, Svg.BLUE);
    }

    private static void course(PanelAt place, List<Meters.Second> seconds) {
        double max = 1;
        for (Meters.Second second : seconds) {
            max = Math.max(max, second.viewers());
        }
        Panel panel = place.upTo(Math.max(1, seconds.size() - 1), 100).frame("Over time, in percent", " s", " %");
        double most = max;
        panel.curve(at -> 100 * at(seconds, at).viewers() / most, Svg.GREY);
        panel.curve(at -> 100 * at(seconds, at).fromViewersShare(), Svg.BLUE);
        panel.legend(String.format("viewers, of %,.0f", most), Svg.GREY);
        panel.legend("bytes from viewers", Svg.BLUE);
    }

    private static Meters.Second at(List<Meters.Second> seconds, double second) {
        return seconds.get((int) Math.min(seconds.size() - 1, Math.round(second)));
    }

    private static void repairs(PanelAt place, Breaks breaks) {
        double bye = breaks.afterBye.count() == 0 ? 0 : breaks.afterBye.percentile(99);
        double crash = breaks.afterCrash.count() == 0 ? 0 : breaks.afterCrash.percentile(99);
        double max = Math.min(MAX_REPAIR_MILLIS, Math.max(1_000, Math.max(bye, crash) / 1e3));
        Panel panel =
                place.upTo(Panel.rounded(max), 100).frame("Stripe lost to stripe flowing: part of all", " ms", " %");
        panel.curve(millis -> 100 * breaks.afterBye.shareUpTo(millis * 1e3), Svg.BLUE);
        panel.curve(millis -> 100 * breaks.afterCrash.shareUpTo(millis * 1e3), Svg.ORANGE);
        panel.legend("parent said goodbye", Svg.BLUE);
        panel.legend("parent vanished", Svg.ORANGE);
    }
}
