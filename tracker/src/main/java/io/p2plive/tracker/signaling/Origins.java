/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.signaling;

import io.p2plive.tracker.mesh.Origin;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Tells by its address where in the network a viewer is: the address itself (of IPv6 the home's /64), the block around it
 * (/24, of IPv6 /48), the wide block around that (/16, of IPv6 /32). The numbers are mixed with a secret of this process, so
 * that no address can be read from them. Safe from any thread.
 */
final class Origins {
    private static final long SECRET = new SecureRandom().nextLong();

    private Origins() {}

    static Origin of(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return Origin.NONE;
        }
        byte[] bytes = address.getAddress();
        boolean isV4 = address instanceof Inet4Address;
        return new Origin(number(bytes, isV4 ? 4 : 8), number(bytes, isV4 ? 3 : 6), number(bytes, isV4 ? 2 : 4));
    }

    private static long number(byte[] address, int prefixBytes) {
        long mixed = SECRET;
        for (byte part : Arrays.copyOf(address, prefixBytes)) {
            mixed = (mixed ^ part) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 29;
        }
        return mixed == 0 ? 1 : mixed;
    }
}
