/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.relay;

/**
 * What coordinates may do. Immutable.
 *
 * @param maxLinks most relay links at once
 * @param maxChannels most streams on one link
 */
public record RelayLimits(int maxLinks, int maxChannels) {
    private static final int MOST = 65_536;

    /** Checks each bound. */
    public RelayLimits {
        if (maxLinks < 1 || maxLinks > MOST) {
            throw new IllegalArgumentException("relay.maxLinks is not in 1 … " + MOST);
        }
        if (maxChannels < 1 || maxChannels > MOST) {
            throw new IllegalArgumentException("relay.maxChannels is not in 1 … " + MOST);
        }
    }
}
