/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.placement;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.p2plive.net.HttpCall;
import java.net.InetAddress;
import java.util.List;

/** Who really asks: behind proxies that the operator trusts, X-Forwarded-For tells; it is read from its end. Immutable. */
public final class ClientAddress {
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final List<IPAddress> trustedProxies;

    /** Trusts the proxies in these blocks. */
    public ClientAddress(List<IPAddress> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /** The address of whoever asks. */
    public InetAddress of(HttpCall call) {
        InetAddress address = call.remote().getAddress();
        List<String> hops = call.headers().getAll(FORWARDED_FOR).stream()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .map(String::trim)
                .toList();
        for (int i = hops.size() - 1; i >= 0 && isTrusted(address); i--) {
            IPAddress hop = new IPAddressString(hops.get(i)).getAddress();
            if (hop == null) {
                return address;
            }
            address = hop.toInetAddress();
        }
        return address;
    }

    private boolean isTrusted(InetAddress address) {
        return Networks.narrowest(trustedProxies, Networks.of(address)).isPresent();
    }
}
