/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.placement;

import inet.ipaddr.IPAddress;
import io.p2plive.coordinate.address.Networks;
import io.p2plive.coordinate.directory.TrackerEntry;
import io.p2plive.protocol.NodeMessage.Registration;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which tracker suits an address: one that is there for its network, the narrowest first; else one of its region; else,
 * where that is allowed, one of any region. Among equals the one with the least load. Immutable.
 */
public final class Placement {
    private static final int NO_NETWORK = -1;

    private final Map<IPAddress, String> regions;
    private final String defaultRegion;
    private final boolean anyRegionWillDo;

    /**
     * The operator's rules.
     *
     * @param regions the region of each address block
     * @param defaultRegion of addresses in none of the blocks
     * @param anyRegionWillDo whether a viewer whose region has no tracker goes to another's
     */
    public Placement(Map<IPAddress, String> regions, String defaultRegion, boolean anyRegionWillDo) {
        this.regions = Map.copyOf(regions);
        this.defaultRegion = defaultRegion;
        this.anyRegionWillDo = anyRegionWillDo;
    }

    /** The region of an address: that of the narrowest block that holds it. */
    public String regionOf(InetAddress address) {
        IPAddress asked = Networks.of(address);
        return regions.entrySet().stream()
                .filter(rule -> rule.getKey().contains(asked))
                .max(Comparator.comparing(rule ->
                        Networks.narrowest(List.of(rule.getKey()), asked).orElse(NO_NETWORK)))
                .map(Map.Entry::getValue)
                .orElse(defaultRegion);
    }

    /** The tracker that suits, if one does. */
    public Optional<TrackerEntry> choose(InetAddress address, Collection<TrackerEntry> trackers) {
        IPAddress asked = Networks.of(address);
        String region = regionOf(address);
        return trackers.stream()
                .filter(tracker -> hasRoom(tracker.registration()))
                .filter(tracker -> rank(tracker, asked, region) >= 0)
                .max(Comparator.<TrackerEntry>comparingInt(tracker -> rank(tracker, asked, region))
                        .thenComparing(Comparator.<TrackerEntry>comparingDouble(tracker -> load(tracker.registration()))
                                .reversed()));
    }

    /** Negative: not for this viewer. 0: of any region. 1: of its region. 2 and more: for its network. */
    private int rank(TrackerEntry tracker, IPAddress asked, String region) {
        if (!tracker.networks().isEmpty()) {
            return Networks.narrowest(tracker.networks(), asked)
                    .map(bits -> 2 + bits)
                    .orElse(NO_NETWORK);
        }
        if (tracker.registration().region().equals(region)) {
            return 1;
        }
        return anyRegionWillDo ? 0 : NO_NETWORK;
    }

    private static boolean hasRoom(Registration registration) {
        return registration.viewers() < registration.maxViewers();
    }

    private static double load(Registration registration) {
        return (double) registration.viewers() / registration.maxViewers();
    }
}
