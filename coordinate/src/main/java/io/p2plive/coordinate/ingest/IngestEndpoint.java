/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.ingest;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.coordinate.address.ClientAddress;
import io.p2plive.coordinate.stream.Publications;
import io.p2plive.id.StreamName;
import io.p2plive.net.Endpoint;
import io.p2plive.net.HttpCall;
import io.p2plive.net.HttpRefusal;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;

/** {@code POST} and {@code PUT /stream}: lets broadcasters in (docs/protocol.md §7). Immutable. */
public final class IngestEndpoint implements Endpoint.Receiving {
    private static final String ROOT = "/stream";

    private final Publications publications;
    private final StreamKeys keys;
    private final ClientAddress clients;
    private final long patienceMillis;

    /**
     * The door to {@code publications}.
     *
     * @param patienceMillis how long a push may be silent, and how long it may take to show that it is video
     */
    public IngestEndpoint(Publications publications, StreamKeys keys, ClientAddress clients, long patienceMillis) {
        this.publications = publications;
        this.keys = keys;
        this.clients = clients;
        this.patienceMillis = patienceMillis;
    }

    @Override
    public Upload begin(HttpCall call, ChannelHandlerContext ctx) throws HttpRefusal {
        StreamName name = name(call.path());
        if (!keys.admits(name, call)) {
            throw new HttpRefusal(
                    HttpResponseStatus.UNAUTHORIZED,
                    RefusalReason.UNAUTHORIZED,
                    "stream " + name + " needs its key; push with -headers \"Authorization: Bearer KEY\"");
        }
        String identity = keys.isGuarded(name) ? "key" : clients.of(call).getHostAddress();
        try {
            publications.check(name, identity);
        } catch (ProtocolException e) {
            throw refusal(e);
        }
        return new IngestSession(ctx, name, identity, publications, patienceMillis);
    }

    private static StreamName name(String path) throws HttpRefusal {
        if (path.equals(ROOT)) {
            return StreamName.DEFAULT;
        }
        try {
            return new StreamName(path.substring(ROOT.length() + 1));
        } catch (IllegalArgumentException e) {
            throw new HttpRefusal(HttpResponseStatus.BAD_REQUEST, RefusalReason.MALFORMED, e.getMessage());
        }
    }

    static HttpRefusal refusal(ProtocolException e) {
        HttpResponseStatus status = e.reason() == RefusalReason.ALREADY_LIVE
                ? HttpResponseStatus.CONFLICT
                : HttpResponseStatus.SERVICE_UNAVAILABLE;
        return new HttpRefusal(status, e.reason(), e.getMessage());
    }
}
