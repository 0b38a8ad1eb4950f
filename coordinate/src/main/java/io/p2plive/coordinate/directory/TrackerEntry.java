/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.directory;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.p2plive.net.HostPort;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.NodeMessage.Registration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A tracker as it last showed itself. Immutable.
 *
 * @param address from where, as the socket said
 * @param networks the address blocks that it is there for; empty for everybody
 * @param seenNanos when
 */
public record TrackerEntry(Registration registration, String address, List<IPAddress> networks, long seenNanos) {

    static TrackerEntry of(Registration registration, String address, long seenNanos) {
        List<IPAddress> networks = registration.networks().stream()
                .map(network -> new IPAddressString(network).getAddress())
                .filter(Objects::nonNull)
                .map(IPAddress::toPrefixBlock)
                .toList();
        return new TrackerEntry(registration, address, networks, seenNanos);
    }

    /** Where to push to; a loopback host is the tracker's own machine. Empty when the address has no form. */
    Optional<HostPort> pushAddress(ForwardEntry forward) {
        try {
            HostPort push = HostPort.parse(forward.push());
            return Optional.of(HostPort.isLoopback(push.host()) ? new HostPort(address, push.port()) : push);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Where viewers find it; a loopback host is its own machine. */
    public String url() {
        return HostPort.reachable(registration.url(), HostPort.isLoopback(address) ? "" : address);
    }
}
