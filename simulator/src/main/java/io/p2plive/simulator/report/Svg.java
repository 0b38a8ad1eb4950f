/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.report;

import java.util.Locale;

/** Text of an SVG, piece by piece. Confined to its caller. */
public final class Svg {
    static final String BLUE = "#2b6cb0";
    static final String ORANGE = "#dd6b20";
    static final String GREEN = "#2f855a";
    static final String GREY = "#718096";

    private final StringBuilder text = new StringBuilder();

    /** An empty picture of so many pixels. */
    public Svg(int width, int height) {
        text.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#223\">%n",
                width,
                height,
                width,
                height));
        rectangle(0, 0, width, height, "#fff");
    }

    void rectangle(double x, double y, double width, double height, String colour) {
        add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>", x, y, width, height, colour);
    }

    void line(double x, double y, double toX, double toY, String colour) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>", x, y, toX, toY, colour);
    }

    /** Words; anchor is start, middle or end. */
    void words(double x, double y, String anchor, String words) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escaped(words));
    }

    /** Words in the larger letters of a heading. */
    public void title(double x, double y, String words) {
        add("<text x=\"%.1f\" y=\"%.1f\" font-size=\"15\" font-weight=\"600\">%s</text>", x, y, escaped(words));
    }

    /** A dashed line. */
    void dashes(double x, double y, double toX, double toY, String colour) {
        add(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-dasharray=\"6 4\"/>",
                x, y, toX, toY, colour);
    }

    /** A line through all points, {x, y} one after the other. */
    void path(double[] points, String colour) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i + 1 < points.length; i += 2) {
            list.append(String.format(Locale.ROOT, "%.1f,%.1f ", points[i], points[i + 1]));
        }
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                list.toString().trim(), colour);
    }

    private void add(String form, Object... values) {
        text.append(String.format(Locale.ROOT, form, values)).append('\n');
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The whole text. */
    public String close() {
        return text + "</svg>\n";
    }
}
