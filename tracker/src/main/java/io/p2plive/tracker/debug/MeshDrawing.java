/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.debug;

import io.p2plive.net.Html;
import io.p2plive.tracker.debug.Report.Swarm;
import io.p2plive.tracker.debug.Report.Viewer;
import io.p2plive.tracker.debug.TreeLayout.Node;
import java.util.List;
import java.util.Locale;

/** Draws a swarm as one tree for each stripe, as SVG. */
final class MeshDrawing {
    /** A larger mesh would be no picture any more: only its first viewers are drawn. */
    static final int MAX_DRAWN = 200;

    private static final int WIDTH = 560;
    private static final int ROW_HEIGHT = 58;
    private static final int MARGIN = 30;
    private static final int MAX_COLUMNS_WITH_NAMES = 14;

    private MeshDrawing() {}

    static String of(Swarm swarm) {
        List<Viewer> drawn = swarm.viewers().stream().limit(MAX_DRAWN).toList();
        StringBuilder svg = new StringBuilder("<div class=trees>");
        for (int stripe = 0; stripe < swarm.stripes(); stripe++) {
            svg.append(tree(stripe, drawn));
        }
        svg.append("</div>");
        if (swarm.size() > drawn.size()) {
            svg.append("<p class=dim>")
                    .append(drawn.size())
                    .append(" of ")
                    .append(swarm.size())
                    .append(" viewers drawn</p>");
        }
        return svg.toString();
    }

    private static String tree(int stripe, List<Viewer> viewers) {
        TreeLayout layout = TreeLayout.of(stripe, viewers);
        int height = 2 * MARGIN + (layout.rows() - 1) * ROW_HEIGHT;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<figure><figcaption>stripe %d</figcaption><svg class=s%d viewBox=\"0 0 %d %d\" role=img>",
                stripe,
                stripe % 2,
                WIDTH,
                height));
        for (Node node : layout.nodes()) {
            if (node.parent() != null && layout.node(node.parent()) != null) {
                svg.append(edge(layout, layout.node(node.parent()), node));
            }
        }
        for (Node node : layout.nodes()) {
            svg.append(node.isForward() ? forward(layout, node) : viewer(layout, node, stripe));
        }
        return svg.append("</svg></figure>").toString();
    }

    private static double x(TreeLayout layout, Node node) {
        return MARGIN + (node.column() + 0.5) * (WIDTH - 2.0 * MARGIN) / layout.columns();
    }

    private static double y(Node node) {
        return MARGIN + node.row() * (double) ROW_HEIGHT;
    }

    private static String edge(TreeLayout layout, Node from, Node to) {
        double middle = (y(from) + y(to)) / 2;
        return String.format(
                Locale.ROOT,
                "<path class=\"%s\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\"/>",
                to.isConnected() ? "edge" : "edge pending",
                x(layout, from),
                y(from),
                x(layout, from),
                middle,
                x(layout, to),
                middle,
                x(layout, to),
                y(to));
    }

    private static String forward(TreeLayout layout, Node node) {
        String name = node.name().length() > 14 ? node.name().substring(0, 13) + "…" : node.name();
        int width = 22 + 7 * name.length();
        return String.format(
                Locale.ROOT,
                "<g class=forward><title>forward %s</title><rect x=%.1f y=%.1f width=%d height=24 rx=12 />"
                        + "<text x=%.1f y=%.1f>%s</text></g>",
                Html.escape(node.name()),
                x(layout, node) - width / 2.0,
                y(node) - 12,
                width,
                x(layout, node),
                y(node) + 4,
                Html.escape(name));
    }

    private static String viewer(TreeLayout layout, Node node, int stripe) {
        boolean isInterior = node.viewer().children().stream().anyMatch(child -> child.stripe() == stripe);
        String kind = (node.viewer().present() ? "" : " away") + (isInterior ? " interior" : " leaf");
        double radius = layout.columns() > 40 ? 4 : layout.columns() > MAX_COLUMNS_WITH_NAMES ? 6 : 8;
        String label = layout.columns() > MAX_COLUMNS_WITH_NAMES
                ? ""
                : String.format(
                        Locale.ROOT,
                        "<text x=%.1f y=%.1f>%s</text>",
                        x(layout, node),
                        y(node) + 20,
                        Page.shortId(node.name()));
        return String.format(
                Locale.ROOT,
                "<g class=\"viewer%s\"><title>%s</title><circle cx=%.1f cy=%.1f r=%.0f />%s</g>",
                kind,
                Html.escape(node.name()),
                x(layout, node),
                y(node),
                radius,
                label);
    }
}
