/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What one candidate's rounds gave. Confined to its caller. */
public final class Figures {
    private final Map<String, List<Double>> byName = new LinkedHashMap<>();

    /** One figure as a line of what a load prints. */
    public static String line(String name, double value) {
        return String.format(Locale.ROOT, "%s=%.4f%n", name, value);
    }

    /** Takes the {@code name=value} lines of one round. */
    public void add(String lines) {
        lines.lines().filter(line -> line.matches("\\w+=-?[0-9.]+")).forEach(line -> {
            String[] parts = line.split("=", 2);
            add(parts[0], Double.parseDouble(parts[1]));
        });
    }

    /** Takes one figure of one round. */
    public void add(String name, double value) {
        byName.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    /** Whether any round gave it. */
    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Over the rounds. */
    public double median(String name) {
        double[] sorted = sorted(name);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Over the rounds. */
    public double least(String name) {
        return sorted(name)[0];
    }

    /** Over the rounds. */
    public double greatest(String name) {
        double[] sorted = sorted(name);
        return sorted[sorted.length - 1];
    }

    private double[] sorted(String name) {
        return byName.get(name).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
    }
}
