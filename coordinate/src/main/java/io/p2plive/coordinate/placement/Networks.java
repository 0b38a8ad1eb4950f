/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.placement;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IncompatibleAddressException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Optional;

/** Address blocks as operators write them: {@code 10.0.0.0/8}, {@code 2001:db8::/32}. */
public final class Networks {
    private Networks() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static IPAddress parse(String text) {
        try {
            return new IPAddressString(text).toAddress().toPrefixBlock();
        } catch (AddressStringException | IncompatibleAddressException e) {
            throw new IllegalArgumentException("'" + text + "' is no network such as 10.0.0.0/8", e);
        }
    }

    /** An address in the form that can be compared; an IPv4 address in IPv6's clothes is an IPv4 address. */
    static IPAddress of(InetAddress address) {
        IPAddress plain = new inet.ipaddr.IPAddressNetwork.IPAddressGenerator().from(address);
        return plain.isIPv4Convertible() ? plain.toIPv4() : plain;
    }

    /** How many leading bits the narrowest of the blocks that hold the address has; empty when none holds it. */
    static Optional<Integer> narrowest(Collection<IPAddress> blocks, IPAddress address) {
        return blocks.stream()
                .filter(block -> block.contains(address))
                .map(block -> block.isPrefixed() ? block.getNetworkPrefixLength() : block.getBitCount())
                .max(Integer::compare);
    }
}
