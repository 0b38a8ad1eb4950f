/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.address;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Optional;

/** Address blocks as operators write them: {@code 10.0.0.0/8}, {@code 2001:db8::/32}. */
public final class Networks {
    /** Without the short forms that people do not mean: an empty text, "1", "10.*", "10.0.0.1-9", octal digits. */
    private static final IPAddressStringParameters BLOCK = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowWildcardedSeparator(false)
            .setRangeOptions(RangeParameters.NO_RANGE)
            .allow_inet_aton(false)
            .toParams();

    private static final IPAddressStringParameters ADDRESS =
            BLOCK.toBuilder().allowPrefix(false).allowMask(false).toParams();

    private Networks() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static IPAddress parse(String text) {
        IPAddress block = new IPAddressString(text, BLOCK).getAddress();
        if (block == null) {
            throw new IllegalArgumentException("'" + text + "' is no network such as 10.0.0.0/8");
        }
        return block.toPrefixBlock();
    }

    /** Reads one address; empty when it is none. */
    static Optional<InetAddress> address(String text) {
        return Optional.ofNullable(new IPAddressString(text, ADDRESS).getAddress())
                .map(IPAddress::toInetAddress);
    }

    /** An address in the form that can be compared; an IPv4 address in IPv6's clothes is an IPv4 address. */
    public static IPAddress of(InetAddress address) {
        IPAddress plain = new inet.ipaddr.IPAddressNetwork.IPAddressGenerator().from(address);
        return plain.isIPv4Convertible() ? plain.toIPv4() : plain;
    }

    /** How many leading bits the narrowest of the blocks that hold the address has; empty when none holds it. */
    public static Optional<Integer> narrowest(Collection<IPAddress> blocks, IPAddress address) {
        return blocks.stream()
                .filter(block -> block.contains(address))
                .map(block -> block.isPrefixed() ? block.getNetworkPrefixLength() : block.getBitCount())
                .max(Integer::compare);
    }
}
