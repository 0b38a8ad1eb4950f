/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.report;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** One diagram of a picture: a frame with axes, and what is drawn into it. Confined to its caller. */
public final class Panel {
    /** In pixels. */
    public static final int WIDTH = 480;
    /** In pixels. */
    public static final int HEIGHT = 300;

    private static final int LEFT = 56;
    private static final int RIGHT = 40;
    private static final int TOP = 48;
    private static final int BOTTOM = 44;
    private static final int TICKS = 4;
    private static final int STEPS = 240;
    private static final int MAX_LABELS = 16;
    private static final String GRID = "#e3e6ee";

    private final Svg svg;
    private final double x;
    private final double y;
    private final double maxX;
    private final double maxY;

    /** A diagram whose upper left corner is there, and whose axes end there. */
    public Panel(Svg svg, double x, double y, double maxX, double maxY) {
        this.svg = svg;
        this.x = x + LEFT;
        this.y = y + TOP;
        this.maxX = maxX > 0 ? maxX : 1;
        this.maxY = maxY > 0 ? maxY : 1;
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
                : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
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
        int labelled = 1 + values.length / MAX_LABELS;
        for (int i = 0; i < values.length; i++) {
            double top = atY(values[i]);
            svg.rectangle(x + i * step + step * 0.1, top, step * 0.8, y + height() - top, colour);
            if (i % labelled == 0) {
                svg.words(x + (i + 0.5) * step, y + height() + 18, "middle", names.get(i));
            }
        }
    }

    /** Names a colour. */
    void legend(int line, String words, String colour) {
        double top = y + height() - 16 - 18.0 * line;
        svg.rectangle(x + width() - 150, top - 9, 10, 10, colour);
        svg.words(x + width() - 134, top, "start", words);
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
