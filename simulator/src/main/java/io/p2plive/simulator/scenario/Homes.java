/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.scenario;

/**
 * What viewers have at home. Immutable.
 *
 * @param uplinks how much each can send
 * @param declaredShare of those with no uplink, the part that says so when it joins
 * @param lanShare the part of viewers who sit behind the same address as some other
 */
public record Homes(Uplinks uplinks, double declaredShare, double lanShare) {
    /** Checks the numbers. */
    public Homes {
        Range.check("declared", declaredShare, 0, 1);
        Range.check("lan", lanShare, 0, 1);
    }
}
