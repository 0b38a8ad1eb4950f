/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.placement;

import static io.p2plive.coordinate.directory.Registrations.tracker;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inet.ipaddr.IPAddress;
import io.p2plive.coordinate.address.Networks;
import io.p2plive.coordinate.directory.TrackerEntry;
import io.p2plive.protocol.NodeMessage.Registration;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final Map<IPAddress, String> REGIONS = Map.of(
            Networks.parse("10.0.0.0/8"), "company",
            Networks.parse("10.1.0.0/16"), "campus",
            Networks.parse("2001:db8::/32"), "lab");
    private static final Placement PLACEMENT = new Placement(REGIONS, "default", true);
    private static final Placement STRICT = new Placement(REGIONS, "default", false);

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** The name of the tracker that is chosen, or {@code none}. */
    private static String choose(Placement placement, String viewer, Registration... trackers) {
        return choose(placement, address(viewer), trackers);
    }

    private static String choose(Placement placement, InetAddress viewer, Registration... trackers) {
        List<TrackerEntry> entries = Stream.of(trackers)
                .map(registration -> new TrackerEntry(
                        registration,
                        "192.0.2.9",
                        registration.networks().stream().map(Networks::parse).toList(),
                        0))
                .toList();
        return placement
                .choose(viewer, entries)
                .map(entry -> entry.registration().name())
                .orElse("none");
    }

    @Test
    void findsTheRegionOfTheNarrowestBlock() {
        assertEquals("campus", PLACEMENT.regionOf(address("10.1.2.3")));
        assertEquals("company", PLACEMENT.regionOf(address("10.2.2.3")));
        assertEquals("lab", PLACEMENT.regionOf(address("2001:db8::5")));
        assertEquals("default", PLACEMENT.regionOf(address("192.0.2.1")));
    }

    @Test
    void prefersATrackerOfTheViewersRegion() {
        Registration here = tracker("here", "campus", List.of(), 9);
        Registration there = tracker("there", "default");
        assertEquals("here", choose(PLACEMENT, "10.1.2.3", there, here));
        assertEquals("there", choose(PLACEMENT, "192.0.2.1", there, here));
    }

    @Test
    void prefersTheNarrowestNetworkToTheRegion() {
        Registration region = tracker("region", "campus");
        Registration wide = tracker("wide", "elsewhere", List.of("10.0.0.0/8"), 0);
        Registration narrow = tracker("narrow", "elsewhere", List.of("192.0.2.0/24", "10.1.2.0/24"), 9);
        assertEquals("narrow", choose(PLACEMENT, "10.1.2.3", region, wide, narrow));
        assertEquals("wide", choose(PLACEMENT, "10.1.3.3", region, wide, narrow));
        assertEquals("region", choose(PLACEMENT, "2001:db8::5", region, wide, narrow), "of any region");
    }

    @Test
    void keepsATrackerOfANetworkForThatNetwork() {
        assertEquals("none", choose(PLACEMENT, "192.0.2.1", tracker("lan", "default", List.of("10.0.0.0/8"), 0)));
    }

    @Test
    void sendsToTheLeastLoadedOfEquals() {
        Registration busy = tracker("busy", "default", List.of(), 8);
        Registration calm = tracker("calm", "default", List.of(), 2);
        assertEquals("calm", choose(PLACEMENT, "192.0.2.1", busy, calm));
        assertEquals("calm", choose(PLACEMENT, "192.0.2.1", calm, busy));
    }

    @Test
    void passesFullTrackersBy() {
        Registration full = tracker("full", "campus", List.of(), 10);
        Registration over = tracker("over", "campus", List.of("10.0.0.0/8"), 11);
        assertEquals("none", choose(PLACEMENT, "10.1.2.3", full, over));
        assertEquals("other", choose(PLACEMENT, "10.1.2.3", full, over, tracker("other", "default", List.of(), 9)));
    }

    @Test
    void sendsToAnotherRegionOnlyWhereThatIsAllowed() {
        Registration there = tracker("there", "elsewhere");
        assertEquals("there", choose(PLACEMENT, "10.1.2.3", there));
        assertEquals("none", choose(STRICT, "10.1.2.3", there));
        assertEquals("here", choose(STRICT, "10.1.2.3", there, tracker("here", "campus")));
        assertEquals("none", choose(STRICT, "10.1.2.3"));
    }

    @Test
    void knowsAnIpv4ViewerThatCameOverIpv6() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(new byte[] {10, 1, 2, 3}, 0, mapped, 12, 4);
        InetAddress viewer = Inet6Address.getByAddress(null, mapped, -1);
        assertEquals("campus", PLACEMENT.regionOf(viewer));
        assertEquals("lan", choose(STRICT, viewer, tracker("lan", "x", List.of("10.1.0.0/16"), 0)));
    }
}
