/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.scenario;

/**
 * What lies between all. Immutable.
 *
 * @param delay one way
 * @param natFailShare the part of pairs that cannot connect
 * @param sourceBitsPerSecond the uplink that all forwards share; 0 = without bounds
 */
public record Network(LinkDelay delay, double natFailShare, double sourceBitsPerSecond) {
    /** What packets' headers add to the bytes of the chunks. */
    public static final double OVERHEAD = 0.05;

    /** Checks the numbers. */
    public Network {
        Range.check("nat-fail", natFailShare, 0, 1);
        Range.check("source uplink", sourceBitsPerSecond, 0, 1e12);
    }
}
