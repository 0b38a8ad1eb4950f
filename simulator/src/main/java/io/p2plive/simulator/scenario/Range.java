/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.scenario;

/** Bounds that a scenario's numbers are held to, so that a typing error is refused and not simulated. */
final class Range {
    private Range() {}

    /**
     * Checks one number.
     *
     * @throws IllegalArgumentException naming it and its bounds
     */
    static void check(String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    name + " " + plain(value) + " is not in " + plain(min) + " … " + plain(max));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.format("%,.0f", value) : String.valueOf(value);
    }
}
