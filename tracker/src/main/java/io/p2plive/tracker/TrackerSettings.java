/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker;

import io.p2plive.net.AdminAccess;
import io.p2plive.net.Transport;
import io.p2plive.net.TransportKind;
import io.p2plive.tracker.forwards.ForwardAddress;
import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.MeshTimes;
import io.p2plive.tracker.signaling.SessionLimits;
import io.p2plive.tracker.swarm.SwarmSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The tracker's settings; {@code tracker.yaml} beside the code explains each key. Immutable. */
public record TrackerSettings(
        String name,
        String region,
        String bind,
        int port,
        String publicUrl,
        List<String> coordinates,
        String sharedSecret,
        List<String> networks,
        List<ForwardAddress> forwards,
        MeshSettings mesh,
        int maxViewers,
        Limits limits,
        AdminAccess debug,
        String eventLog,
        int eventLogMaxMegabytes,
        int eventLoops,
        TransportKind transport) {

    private static final int MAX_LOOPS = 256;
    private static final int MAX_VIEWERS = 10_000_000;
    private static final int MAX_MEGABYTES = 1_000_000;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming the key
     */
    public TrackerSettings {
        check(name.length() <= 64, "name is at most 64 characters");
        check(!region.isBlank() && region.length() <= 64, "region is 1 to 64 characters");
        checkRange("port", port, 0, 65_535);
        check(publicUrl.isEmpty() || publicUrl.matches("wss?://\\S+"), "publicUrl is ws://… or wss://…, or empty");
        coordinates = List.copyOf(coordinates);
        coordinates.forEach(TrackerSettings::checkCoordinate);
        networks = List.copyOf(networks);
        forwards = List.copyOf(forwards);
        Set<String> names = new HashSet<>();
        forwards.forEach(forward -> check(names.add(forward.name()), "forwards: two are named " + forward.name()));
        checkRange("maxViewers", maxViewers, 1, MAX_VIEWERS);
        checkRange("eventLogMaxMegabytes", eventLogMaxMegabytes, 1, MAX_MEGABYTES);
        checkRange("eventLoops", eventLoops, 0, MAX_LOOPS);
        Transport.check(Objects.requireNonNull(transport, "transport"));
    }

    private static void checkCoordinate(String url) {
        check(url.matches("https?://[^/?#\\s]+/?"), "coordinates: '" + url + "' is not http://host:port");
        URI.create(url);
    }

    private static void checkRange(String key, long value, long min, long max) {
        check(value >= min && value <= max, key + " is not in " + min + " … " + max);
    }

    private static void check(boolean isGood, String fault) {
        if (!isGood) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** What the listener and each connection may do, and how long is waited for them. */
    public record Limits(
            int connections,
            int connectionsPerAddress,
            int messagesPerSecond,
            long joinMillis,
            long graceMillis,
            int unknownStreams) {

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException naming the key
         */
        public Limits {
            checkRange("connections", connections, 1, MAX_VIEWERS);
            checkRange("connectionsPerAddress", connectionsPerAddress, 1, MAX_VIEWERS);
            checkRange("messagesPerSecond", messagesPerSecond, 1, 100_000);
            checkRange("joinMillis", joinMillis, 100, 60_000);
            checkRange("graceMillis", graceMillis, 0, 60_000);
            checkRange("unknownStreams", unknownStreams, 0, MAX_VIEWERS);
        }
    }

    SwarmSettings swarms() {
        return new SwarmSettings(
                mesh, MeshTimes.DEFAULT.withGrace(limits.graceMillis()), maxViewers, limits.unknownStreams());
    }

    /** The file for the meshes' events; empty when they are not to be written down. */
    Optional<Path> eventLogFile() {
        return eventLog.isEmpty() ? Optional.empty() : Optional.of(Path.of(eventLog));
    }

    long eventLogMaxBytes() {
        return eventLogMaxMegabytes * 1_000_000L;
    }

    SessionLimits sessions() {
        return new SessionLimits(limits.joinMillis(), limits.messagesPerSecond());
    }

    @Override
    public String toString() {
        return "settings of tracker " + name;
    }
}
