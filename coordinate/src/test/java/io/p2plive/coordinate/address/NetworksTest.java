/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inet.ipaddr.IPAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    private static Optional<Integer> narrowest(String address, String... blocks) throws UnknownHostException {
        List<IPAddress> parsed = List.of(blocks).stream().map(Networks::parse).toList();
        return Networks.narrowest(parsed, Networks.of(InetAddress.getByName(address)));
    }

    @Test
    void findsTheNarrowestBlock() throws UnknownHostException {
        assertEquals(Optional.of(16), narrowest("10.1.2.3", "10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/24"));
        assertEquals(Optional.of(32), narrowest("10.1.2.3", "10.1.2.3", "10.1.0.0/16"));
        assertEquals(Optional.of(48), narrowest("2001:db8:1::7", "2001:db8::/32", "2001:db8:1::/48", "::/0"));
        assertEquals(Optional.empty(), narrowest("192.0.2.1", "10.0.0.0/8", "::/0"));
        assertEquals(Optional.of(0), narrowest("192.0.2.1", "0.0.0.0/0"));
    }

    @Test
    void takesABlockWhoseAddressHasMoreBitsThanItsPrefix() throws UnknownHostException {
        assertEquals(Optional.of(8), narrowest("10.200.0.1", "10.1.2.3/8"));
    }

    @Test
    void seesAnIpv4AddressInIpv6Clothes() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(new byte[] {10, 1, 2, 3}, 0, mapped, 12, 4);
        InetAddress dressed = Inet6Address.getByAddress(null, mapped, -1);
        assertTrue(dressed instanceof Inet6Address, "Java itself would undress it elsewhere");
        assertEquals(Optional.of(8), Networks.narrowest(List.of(Networks.parse("10.0.0.0/8")), Networks.of(dressed)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "x",
                "10",
                "10.1",
                "10.0.0.0/33",
                "10.*.*.*",
                "10.0.0.1-9",
                "::/129",
                "/8",
                "0x7f.1"
            })
    void refusesWhatIsNoBlock(String text) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> Networks.parse(text));
        assertTrue(refusal.getMessage().contains("'" + text + "'"), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "10.0.0.0/8", "*", "1", "10.0.0.1:80", "localhost"})
    void takesOnlyAWholeAddressForOne(String text) {
        assertEquals(Optional.empty(), Networks.address(text));
    }
}
