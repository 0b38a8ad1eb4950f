/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.address;

import inet.ipaddr.IPAddress;
import io.p2plive.net.HttpCall;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

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
            Optional<InetAddress> hop = Networks.address(hops.get(i));
            if (hop.isEmpty()) {
                return address;
            }
            address = hop.get();
        }
        return address;
    }

    private boolean isTrusted(InetAddress address) {
        return Networks.narrowest(trustedProxies, Networks.of(address)).isPresent();
    }
}
