/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

/**
 * Where in the network a viewer is, as far as that tells who is near. Numbers only: equal ones mean the same place, and
 * no address can be read from them. 0 is unknown. Immutable.
 *
 * @param address the public address: the same one means the same home or office
 * @param network the block of neighbouring addresses around it
 * @param area the wide block around that, mostly one provider's
 */
public record Origin(long address, long network, long area) {
    /** Nothing is known. */
    public static final Origin NONE = new Origin(0, 0, 0);

    /** How near another place is: 3 the same address, 2 the same network, 1 the same area, 0 elsewhere or not known. */
    int nearness(Origin other) {
        if (address != 0 && address == other.address) {
            return 3;
        }
        if (network != 0 && network == other.network) {
            return 2;
        }
        return area != 0 && area == other.area ? 1 : 0;
    }
}
