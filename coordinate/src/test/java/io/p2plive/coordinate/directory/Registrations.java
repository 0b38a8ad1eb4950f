/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.directory;

import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.NodeMessage.Registration;
import java.util.List;
import java.util.stream.Stream;

/** What trackers say of themselves. */
public final class Registrations {
    private Registrations() {}

    /** A tracker for everybody, with room. */
    public static Registration tracker(String name, String region) {
        return tracker(name, region, List.of(), 0);
    }

    /** A tracker that is there for some networks, with that many of 10 viewers. */
    public static Registration tracker(String name, String region, List<String> networks, int viewers) {
        return new Registration(
                1, id(name), name, region, "ws://" + name + ":9090/resource", networks, viewers, 10, List.of());
    }

    /** The same with these forwards. */
    public static Registration withForwards(Registration tracker, String... push) {
        List<ForwardEntry> forwards = Stream.of(push)
                .map(address -> new ForwardEntry("f-" + address, address, "ws://f:9998", true))
                .toList();
        return new Registration(
                1,
                tracker.id(),
                tracker.name(),
                tracker.region(),
                tracker.url(),
                tracker.networks(),
                tracker.viewers(),
                tracker.maxViewers(),
                forwards);
    }

    /** The same after a restart. */
    public static Registration withId(Registration tracker, String seed) {
        return new Registration(
                1,
                id(seed),
                tracker.name(),
                tracker.region(),
                tracker.url(),
                tracker.networks(),
                tracker.viewers(),
                tracker.maxViewers(),
                tracker.forwards());
    }

    /** The same with another address for viewers. */
    public static Registration withUrl(Registration tracker, String url) {
        return new Registration(
                1,
                tracker.id(),
                tracker.name(),
                tracker.region(),
                url,
                tracker.networks(),
                tracker.viewers(),
                tracker.maxViewers(),
                tracker.forwards());
    }

    /** 32 hexadecimal digits. */
    public static String id(String seed) {
        return String.format("%032x", Integer.toUnsignedLong(seed.hashCode()));
    }
}
