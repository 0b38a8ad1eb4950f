/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * A host and a port as people write them: {@code host:port}, {@code [2001:db8::1]:9999}.
 *
 * @param host a name or an address, an IPv6 address without its brackets; may be empty
 * @param port 1 … 65535
 */
public record HostPort(String host, int port) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "");

    /** Checks the port. */
    public HostPort {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 1 … 65535");
        }
    }

    /**
     * Reads the usual form.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || colon < text.lastIndexOf(']')) {
            throw new IllegalArgumentException("'" + text + "' is not host:port");
        }
        try {
            return new HostPort(hostOf(text), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not host:port", e);
        }
    }

    /** The host of {@code host[:port]}, without brackets. */
    static String hostOf(String text) {
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            return close < 0 ? "" : text.substring(1, close);
        }
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    /** Where to connect; the name is resolved by whoever connects. */
    public InetSocketAddress unresolved() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * An advertised address for somebody who reached us as {@code reachedAs}: a loopback host, or none, gives way to it, so
     * that a system on one machine also serves its LAN (docs/protocol.md §4).
     *
     * @param url such as {@code ws://localhost:9090/resource}
     */
    public static String reachable(String url, String reachedAs) {
        try {
            URI uri = new URI(url.contains("://:") ? url.replace("://:", "://localhost:") : url);
            String host = uri.getHost() == null ? "" : hostOf(uri.getHost());
            if (!LOOPBACK.contains(host) || reachedAs.isEmpty()) {
                return uri.toString();
            }
            String bracketed = reachedAs.indexOf(':') >= 0 ? "[" + reachedAs + "]" : reachedAs;
            return uri.getScheme() + "://" + bracketed + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                    + (uri.getRawPath() == null ? "" : uri.getRawPath());
        } catch (URISyntaxException e) {
            return url;
        }
    }

    /** Whether a host means this very machine, or none at all. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.contains(host);
    }
}
