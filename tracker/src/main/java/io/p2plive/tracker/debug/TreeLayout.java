/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.debug;

import io.p2plive.tracker.debug.Report.Source;
import io.p2plive.tracker.debug.Report.Viewer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where each viewer stands in the drawing of one stripe's tree: columns so that no two subtrees overlap, a parent above
 * the middle of its children, a forward above its roots.
 *
 * <p>Immutable once made.
 */
final class TreeLayout {
    /** A name, who feeds it (null for a forward), and its place; row 0 is that of the forwards. */
    record Node(String name, String parent, Viewer viewer, boolean isConnected, double column, int row) {
        boolean isForward() {
            return viewer == null;
        }
    }

    private final int stripe;
    private final Map<String, List<Viewer>> fedBy = new TreeMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private int columns;

    private TreeLayout(int stripe) {
        this.stripe = stripe;
    }

    static TreeLayout of(int stripe, List<Viewer> viewers) {
        TreeLayout layout = new TreeLayout(stripe);
        List<String> tops = new ArrayList<>();
        for (Viewer viewer : viewers) {
            Source source = layout.source(viewer);
            if (source == null) {
                continue;
            }
            layout.fedBy.computeIfAbsent(key(source), name -> new ArrayList<>()).add(viewer);
            if (source.kind().equals("forward") && !tops.contains(source.name())) {
                tops.add(source.name());
            }
        }
        tops.stream().sorted().forEach(layout::placeForward);
        return layout;
    }

    /** A forward could bear the name of a viewer's id. */
    private static String key(Source source) {
        return source.kind() + " " + source.name();
    }

    private Source source(Viewer viewer) {
        return viewer.sources().stream()
                .filter(source -> source.stripe() == stripe)
                .findFirst()
                .orElse(null);
    }

    private void placeForward(String name) {
        String key = "forward " + name;
        double column = placeChildren(key, 1);
        nodes.put(key, new Node(name, null, null, true, column, 0));
    }

    private double placeChildren(String parent, int row) {
        List<Viewer> children = fedBy.getOrDefault(parent, List.of());
        if (children.isEmpty()) {
            return columns++;
        }
        double sum = 0;
        for (Viewer child : children) {
            String key = "viewer " + child.viewer();
            double column = placeChildren(key, row + 1);
            boolean isConnected = source(child).connected();
            nodes.put(key, new Node(child.viewer(), parent, child, isConnected, column, row));
            sum += column;
        }
        return sum / children.size();
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    Node node(String key) {
        return nodes.get(key);
    }

    int columns() {
        return Math.max(1, columns);
    }

    int rows() {
        return 1
                + nodes.values().stream()
                        .map(Node::row)
                        .max(Comparator.naturalOrder())
                        .orElse(0);
    }
}
