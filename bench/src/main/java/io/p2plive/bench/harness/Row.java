/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

/**
 * A figure as a table shows it. Immutable.
 *
 * @param name as the load prints it
 * @param label with its unit
 * @param decimals after the point
 * @param isCompared whether its ratio to the first candidate's means something
 */
public record Row(String name, String label, int decimals, boolean isCompared) {
    /** One whose ratio is shown. */
    public static Row compared(String name, String label, int decimals) {
        return new Row(name, label, decimals, true);
    }

    /** One that stands for itself. */
    public static Row plain(String name, String label, int decimals) {
        return new Row(name, label, decimals, false);
    }
}
