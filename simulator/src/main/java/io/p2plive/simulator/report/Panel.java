/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.report;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** One diagram of a picture: a frame with axes, and what is drawn into it. Confined to its caller. */
public final class Panel {
    /** In pixels. */
    public static final int WIDTH = 480;
    /** In pixels. */
    public static final int HEIGHT = 340;

    private static final int LEFT = 56;
    private static final int RIGHT = 40;
    private static final int TOP = 48;
    private static final int BOTTOM = 84;
    private static final int BELOW = 38;
    private static final int LINE = 17;
    private static final int DOT = 3;
    private static final int TICKS = 4;
    private static final int STEPS = 240;
    private static final int MAX_LABELS = 16;
    private static final String GRID = "#e3e6ee";

    private final Svg svg;
    private final double x;
    private final double y;
    private final double maxX;
    private final double maxY;
    private int lines;

    /** A diagram whose upper left corner is there, and whose axes end there. */
    public Panel(Svg svg, double x, double y, double maxX, double maxY) {
        this.svg = svg;
        this.x = x + LEFT;
        this.y = y + TOP;
        this.maxX = maxX > 0 ? maxX : 1;
        this.maxY = maxY > 0 ? maxY : 1;
    }

    /** The next number that the ticks divide into plain ones. */
    static double rounded(double max) {
        double unit = Math.pow(10, Math.floor(Math.log10(max / TICKS)));
        return DoubleStream.of(1, 2, 2.5, 5)
                .map(plain -> plain * unit * TICKS)
                .filter(end -> end >= max)
                .findFirst()
                .orElse(10 * unit * TICKS);
    }

    /** Draws what is around it; without a unit of x that axis has no numbers. */
    public Panel frame(String title, String unitX, String unitY) {
        svg.title(x - LEFT + 16, y - 20, title);
        for (int tick = 0; tick <= TICKS; tick++) {
            double valueX = maxX * tick / TICKS;
            double valueY = maxY * tick / TICKS;
            svg.line(x, atY(valueY), x + width(), atY(valueY), GRID);
            svg.words(x - 6, atY(valueY) + 4, "end", number(valueY) + (tick == TICKS ? unitY : ""));
            if (unitX != null) {
                svg.words(atX(valueX), y + height() + 18, "middle", number(valueX) + (tick == TICKS ? unitX : ""));
            }
        }
        return this;
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value)
                        .replaceAll("0$", "");
    }

    /** Draws a function over the whole of the x axis. */
    void curve(DoubleUnaryOperator function, String colour) {
        double[] points = new double[2 * (STEPS + 1)];
        for (int step = 0; step <= STEPS; step++) {
            double value = maxX * step / STEPS;
            points[2 * step] = atX(value);
            points[2 * step + 1] = atY(function.applyAsDouble(value));
        }
        svg.path(points, colour);
    }

    /** Draws a bar for each value, side by side, numbered from 0. */
    void bars(double[] values, String colour) {
        bars(values, IntStream.range(0, values.length).mapToObj(Panel::number).toList(), colour);
    }

    /** Draws a bar for each value, side by side, with its name. */
    public void bars(double[] values, List<String> names, String colour) {
        double step = width() / values.length;
        for (int i = 0; i < values.length; i++) {
            double top = atY(values[i]);
            svg.rectangle(x + i * step + step * 0.1, top, step * 0.8, y + height() - top, colour);
        }
        name(names);
    }

    /** Draws a dot for each value, side by side as bars are, and a line through them; a NaN leaves its place empty. */
    void dots(double[] values, String colour) {
        double step = width() / values.length;
        double[] points = IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]))
                .mapToObj(i -> new double[] {x + (i + 0.5) * step, atY(values[i])})
                .flatMapToDouble(DoubleStream::of)
                .toArray();
        svg.path(points, colour);
        for (int i = 0; i < points.length; i += 2) {
            svg.rectangle(points[i] - DOT, points[i + 1] - DOT, 2 * DOT, 2 * DOT, colour);
        }
    }

    /** Writes a name below each place, or below some where there are many. */
    void name(List<String> names) {
        double step = width() / names.size();
        for (int i = 0; i < names.size(); i += 1 + names.size() / MAX_LABELS) {
            svg.words(x + (i + 0.5) * step, y + height() + 18, "middle", names.get(i));
        }
    }

    /** Draws what is wanted of all values. */
    void wanted(String label, double value) {
        svg.dashes(x, atY(value), x + width(), atY(value), Svg.GREY);
        legend(label, Svg.GREY);
    }

    /** Says in a line below what the axis is. */
    void caption(String words) {
        svg.words(x + width() / 2, nextLine(), "middle", words);
    }

    /** Says in a line below what a colour is. */
    void legend(String words, String colour) {
        double line = nextLine();
        svg.rectangle(x, line - 9, 10, 10, colour);
        svg.words(x + 16, line, "start", words);
    }

    private double nextLine() {
        return y + height() + BELOW + LINE * lines++;
    }

    private double atX(double value) {
        return x + width() * Math.min(1, value / maxX);
    }

    private double atY(double value) {
        return y + height() * (1 - Math.min(1, Math.max(0, value / maxY)));
    }

    private static double width() {
        return WIDTH - LEFT - RIGHT;
    }

    private static double height() {
        return HEIGHT - TOP - BOTTOM;
    }
}
