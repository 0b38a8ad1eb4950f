/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.relay;

import io.p2plive.coordinate.stream.LiveStreams;
import io.p2plive.net.HostPort;
import io.p2plive.net.Transport;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One link to each forward that is wanted. Safe from any thread; the set changes seldom, so one lock will do. */
public final class RelayLinks implements AutoCloseable {
    private final RelayLink.Shared shared;
    private final Map<HostPort, RelayLink> links = new HashMap<>();
    private boolean isClosed;

    /** No links yet. */
    public RelayLinks(Transport transport, LiveStreams streams, RelayIdentity identity) {
        this(transport, streams, identity, InetAddress::getByName);
    }

    RelayLinks(Transport transport, LiveStreams streams, RelayIdentity identity, ForwardNames.Lookup lookup) {
        this.shared = new RelayLink.Shared(transport, streams, identity, new ForwardNames(lookup));
    }

    /** From now on these forwards are fed, and no others. */
    public synchronized void update(Set<HostPort> wanted) {
        if (isClosed) {
            return;
        }
        links.entrySet().removeIf(entry -> {
            boolean isGone = !wanted.contains(entry.getKey());
            if (isGone) {
                entry.getValue().close();
            }
            return isGone;
        });
        for (HostPort forward : wanted) {
            links.computeIfAbsent(forward, address -> {
                RelayLink link = new RelayLink(shared, address);
                link.dial();
                return link;
            });
        }
    }

    /** How each link is. */
    public synchronized List<RelayStatus> statuses() {
        List<RelayStatus> statuses = new ArrayList<>();
        links.values().forEach(link -> statuses.add(link.status()));
        return statuses;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        links.values().forEach(RelayLink::close);
        links.clear();
        shared.names().close();
    }
}
