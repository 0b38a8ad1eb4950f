/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.directory;

import inet.ipaddr.IPAddress;
import io.p2plive.coordinate.address.Networks;
import io.p2plive.net.HostPort;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.NodeMessage.Registration;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * A tracker as it last showed itself. Immutable.
 *
 * @param address from where, as the socket said
 * @param networks the address blocks that it is there for; empty for everybody
 * @param seenNanos when
 */
public record TrackerEntry(Registration registration, String address, List<IPAddress> networks, long seenNanos) {

    /**
     * Whether viewers and chunks could be sent by what a tracker says of itself.
     *
     * @throws IllegalArgumentException what is wrong
     */
    static void check(Registration registration) {
        URI url = URI.create(HostPort.reachable(registration.url(), "localhost"));
        if (!String.valueOf(url.getScheme()).matches("wss?") || url.getRawAuthority() == null) {
            throw new IllegalArgumentException("url is like ws://host:9090/resource");
        }
        registration.networks().forEach(Networks::parse);
        registration.forwards().forEach(forward -> HostPort.parse(forward.push()));
    }

    /** The entry of a registration that was checked. */
    static TrackerEntry of(Registration registration, String address, long seenNanos) {
        List<IPAddress> networks =
                registration.networks().stream().map(Networks::parse).toList();
        return new TrackerEntry(registration, address, networks, seenNanos);
    }

    /** Where to push to; a loopback host is the tracker's own machine. */
    void addForwardsTo(Set<HostPort> listed) {
        for (ForwardEntry forward : registration.forwards()) {
            HostPort push = HostPort.parse(forward.push());
            listed.add(HostPort.isLoopback(push.host()) ? new HostPort(address, push.port()) : push);
        }
    }

    /** Where viewers find it; a loopback host is its own machine. */
    public String url() {
        return HostPort.reachable(registration.url(), HostPort.isLoopback(address) ? "" : address);
    }
}
