/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port as people write them: {@code host:port}, {@code [2001:db8::1]:9999}.
 *
 * @param host a name or an address, an IPv6 address without its brackets; may be empty
 * @param port 1 … 65535
 */
public record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\[\\]]*)):([0-9]{1,5})");
    private static final Pattern LOOPBACK_BLOCK = Pattern.compile("127(\\.[0-9]{1,3}){3}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "::1", "0.0.0.0", "::", "");

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
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not host:port");
        }
        String host = form.group(1) == null ? form.group(2) : form.group(1);
        return new HostPort(host, Integer.parseInt(form.group(3)));
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
            // Not getHost: it is null for a name with an underscore, which container networks have.
            String authority = uri.getRawAuthority();
            if (authority == null || !isLoopback(hostOf(authority)) || reachedAs.isEmpty()) {
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
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT))
                || LOOPBACK_BLOCK.matcher(host).matches();
    }
}
