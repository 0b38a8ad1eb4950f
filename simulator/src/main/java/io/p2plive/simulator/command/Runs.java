/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.measure.Spread;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Runs of one scenario that differ by their seeds. Immutable. */
record Runs(List<Results> each) {
    /** Checks that there is one. */
    Runs {
        each = List.copyOf(each);
        if (each.isEmpty()) {
            throw new IllegalArgumentException("no run");
        }
    }

    /** The middle value; of the two in the middle the mean. */
    double median(ToDoubleFunction<Results> value) {
        double[] sorted = each.stream().mapToDouble(value).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** NaN when one of them is. */
    double greatest(ToDoubleFunction<Results> value) {
        return each.stream().mapToDouble(value).max().orElseThrow();
    }

    /** NaN when one of them is. */
    double least(ToDoubleFunction<Results> value) {
        return each.stream().mapToDouble(value).min().orElseThrow();
    }

    /** All values of all runs. */
    Spread all(Function<Results, Spread> values) {
        Spread all = new Spread();
        each.forEach(results -> all.addAll(values.apply(results)));
        return all;
    }
}
