/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.simulator.scenario.Network;

/** How far all are from each other, and who cannot reach whom. Immutable. */
final class Delays {
    /** Behind the same address. */
    private static final long NEAR_MICROS = 1_000;

    private final Network network;
    private final long seed;

    Delays(Network network, long seed) {
        this.network = network;
        this.seed = seed;
    }

    /** One way, between two viewers. */
    long between(Viewer one, Viewer other) {
        return isSameAddress(one, other) ? NEAR_MICROS : (one.delayMicros + other.delayMicros) / 2;
    }

    /** One way, between a forward and a viewer. */
    long between(Forward forward, Viewer viewer) {
        return toServer(viewer.delayMicros);
    }

    /** One way, from a viewer to any server. */
    long toServer(long viewerDelayMicros) {
        return (viewerDelayMicros + network.delay().typicalMicros()) / 2;
    }

    private static boolean isSameAddress(Viewer one, Viewer other) {
        return one.origin.address() != 0 && one.origin.address() == other.origin.address();
    }

    /** Whether a pair can connect: the same pair always or never. */
    boolean canConnect(Viewer one, Viewer other) {
        return isSameAddress(one, other) || canConnect(one.index, other.index);
    }

    boolean canConnect(int one, int other) {
        long pair = (long) Math.min(one, other) << 32 | Math.max(one, other);
        return (mixed(pair ^ seed * 0x9e3779b97f4a7c15L) >>> 11) * 0x1.0p-53 >= network.natFailShare();
    }

    private static long mixed(long value) {
        long first = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        long second = (first ^ first >>> 27) * 0x94d049bb133111ebL;
        return second ^ second >>> 31;
    }
}
