/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import inet.ipaddr.IPAddress;
import io.p2plive.coordinate.address.Networks;
import io.p2plive.coordinate.placement.IceServers;
import io.p2plive.id.StreamName;
import io.p2plive.net.AdminAccess;
import io.p2plive.net.Transport;
import io.p2plive.net.TransportKind;
import io.p2plive.protocol.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What an operator can set; coordinate.yaml says what each means. Immutable. */
public record CoordinateSettings(
        String name,
        String bind,
        int port,
        String sharedSecret,
        int stripes,
        List<StreamKey> streamKeys,
        List<Region> regions,
        String defaultRegion,
        boolean anyRegionWillDo,
        List<String> trustedProxies,
        List<IceServer> iceServers,
        AdminAccess debug,
        long heartbeatMillis,
        long expiryMillis,
        CoordinateLimits limits,
        int eventLoops,
        TransportKind transport) {

    /** Checks every value. */
    public CoordinateSettings {
        check(!name.isBlank() && name.length() <= Limits.MAX_NAME_CHARS, "name has 1 to 255 characters");
        checkRange(port, 0, 65_535, "port");
        checkRange(stripes, 1, Limits.MAX_STRIPES, "stripes");
        checkRange(heartbeatMillis, 100, 60_000, "heartbeatMillis");
        checkRange(expiryMillis, 2 * heartbeatMillis, 600_000, "expiryMillis");
        checkRange(eventLoops, 0, 1_024, "eventLoops");
        Transport.check(Objects.requireNonNull(transport, "transport"));
        trustedProxies.forEach(proxy -> checkNetwork(proxy, "trustedProxies"));
        checkDistinct(streamKeys);
        trustedProxies = List.copyOf(trustedProxies);
        streamKeys = List.copyOf(streamKeys);
        regions = List.copyOf(regions);
        iceServers = List.copyOf(iceServers);
    }

    /** A stream that only who has the key may push. */
    public record StreamKey(StreamName stream, String key) {
        /** Checks that there is a key. */
        public StreamKey {
            if (stream == null || key == null || key.isBlank()) {
                throw new IllegalArgumentException("streamKeys: each has a stream and a key that is not empty");
            }
        }

        @Override
        public String toString() {
            return "key of " + stream;
        }
    }

    /** The region of an address block. */
    public record Region(String network, String region) {
        /** Checks the form. */
        public Region {
            if (network == null || region == null) {
                throw new IllegalArgumentException("regions: each has a network and a region");
            }
            checkNetwork(network, "regions");
        }
    }

    /** A STUN or TURN server. */
    public record IceServer(
            List<String> urls,
            @JsonSetter(nulls = Nulls.AS_EMPTY) String username,
            @JsonSetter(nulls = Nulls.AS_EMPTY) String credential,
            @JsonSetter(nulls = Nulls.AS_EMPTY) String secret,
            @JsonSetter(nulls = Nulls.AS_EMPTY) Long ttlSeconds) {
        private static final long DAY_SECONDS = 86_400;

        /** Checks the form; what was left out has come as nothing, or 0. */
        public IceServer {
            if (urls == null || urls.isEmpty() || !urls.stream().allMatch(url -> url.matches("(stuns?|turns?):.+"))) {
                throw new IllegalArgumentException("iceServers: urls are like stun:host:3478 or turn:host:3478");
            }
            ttlSeconds = ttlSeconds == 0 ? DAY_SECONDS : ttlSeconds;
            checkRange(ttlSeconds, 60, 365 * DAY_SECONDS, "iceServers: ttlSeconds");
        }

        @Override
        public String toString() {
            return "ice server " + urls;
        }
    }

    /** Caps. */
    public record CoordinateLimits(
            int connections, int connectionsPerAddress, int streams, int trackers, int gopBytes, int relayQueueBytes) {
        /** Checks that each is positive. */
        public CoordinateLimits {
            checkRange(connections, 1, 1_000_000, "limits.connections");
            checkRange(connectionsPerAddress, 1, 1_000_000, "limits.connectionsPerAddress");
            checkRange(streams, 1, 65_535, "limits.streams");
            checkRange(trackers, 1, 100_000, "limits.trackers");
            checkRange(gopBytes, 64 * 1024, 1 << 30, "limits.gopBytes");
            checkRange(relayQueueBytes, 64 * 1024, 1 << 30, "limits.relayQueueBytes");
        }
    }

    Map<StreamName, String> keysByStream() {
        Map<StreamName, String> keys = new LinkedHashMap<>();
        streamKeys.forEach(entry -> keys.put(entry.stream(), entry.key()));
        return keys;
    }

    Map<IPAddress, String> regionsByNetwork() {
        Map<IPAddress, String> byNetwork = new LinkedHashMap<>();
        regions.forEach(rule -> byNetwork.put(Networks.parse(rule.network()), rule.region()));
        return byNetwork;
    }

    List<IceServers.Entry> iceEntries() {
        return iceServers.stream()
                .map(server -> new IceServers.Entry(
                        server.urls(), server.username(), server.credential(), server.secret(), server.ttlSeconds()))
                .toList();
    }

    private static void checkDistinct(List<StreamKey> keys) {
        long names = keys.stream().map(StreamKey::stream).distinct().count();
        check(names == keys.size(), "streamKeys: a stream is listed twice");
    }

    private static void checkNetwork(String text, String key) {
        try {
            Networks.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    private static void check(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(fault);
        }
    }

    private static void checkRange(long value, long min, long max, String key) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " is " + value + ", not in " + min + " … " + max);
        }
    }

    @Override
    public String toString() {
        return "settings of coordinate " + name;
    }
}
