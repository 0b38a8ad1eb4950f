/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.debug;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.net.AdminAccess;
import io.p2plive.net.Endpoint;
import io.p2plive.net.HttpCall;
import io.p2plive.net.HttpRefusal;
import io.p2plive.net.HttpReply;
import io.p2plive.protocol.NodeMessage.ForwardLoad;
import io.p2plive.protocol.NodeMessage.Registration;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.tracker.debug.Report.Coordinate;
import io.p2plive.tracker.mesh.ForwardSlots;
import io.p2plive.tracker.registration.CoordinateLink;
import io.p2plive.tracker.swarm.SwarmView;
import io.p2plive.tracker.swarm.Swarms;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@code GET /debug}: what the tracker knows, as a page or as JSON. Safe from any thread. */
public final class DebugEndpoint implements Endpoint.Answering {
    /** A page or a program that wants more asks for it by {@code ?limit=}; the swarm stands still while it is copied. */
    private static final int DEFAULT_LIMIT = 1_000;

    private static final int MAX_LIMIT = 100_000;

    private final Sources sources;
    private final AdminAccess access;
    private final long startNanos = System.nanoTime();

    /**
     * Where the report comes from.
     *
     * @param registration what coordinate is told of this tracker
     * @param slots the forwards' slots, which all streams share
     * @param loads what the forwards say of themselves
     */
    public record Sources(
            Swarms swarms,
            List<CoordinateLink> coordinates,
            Supplier<Registration> registration,
            ForwardSlots slots,
            Supplier<Map<String, ForwardLoad>> loads) {}

    /** Answers those to whom {@code access} is given. */
    public DebugEndpoint(Sources sources, AdminAccess access) {
        this.sources = sources;
        this.access = access;
    }

    @Override
    public CompletionStage<HttpReply> answer(HttpCall call) throws HttpRefusal {
        access.check(call);
        boolean isJson = call.parameter("format").map("json"::equals).orElse(call.acceptsJson());
        return sources.swarms().views(limit(call)).thenApply(views -> reply(views, isJson));
    }

    private static int limit(HttpCall call) throws HttpRefusal {
        try {
            int asked = Integer.parseInt(call.parameter("limit").orElse(String.valueOf(DEFAULT_LIMIT)));
            return Math.max(0, Math.min(MAX_LIMIT, asked));
        } catch (NumberFormatException e) {
            throw new HttpRefusal(HttpResponseStatus.BAD_REQUEST, RefusalReason.MALFORMED, "limit is a number");
        }
    }

    private HttpReply reply(List<SwarmView> views, boolean isJson) {
        Report report = report(views);
        if (isJson) {
            return HttpReply.json(HttpResponseStatus.OK, report);
        }
        return HttpReply.html(Page.of(report))
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'");
    }

    private Report report(List<SwarmView> views) {
        Registration self = sources.registration().get();
        Map<String, ForwardLoad> loads = sources.loads().get();
        return new Report(
                new Report.Tracker(
                        self.name(),
                        self.region(),
                        self.url(),
                        self.id(),
                        (System.nanoTime() - startNanos) / 1_000_000,
                        self.viewers(),
                        self.maxViewers()),
                sources.coordinates().stream()
                        .map(link -> new Coordinate(link.url(), link.state().word()))
                        .toList(),
                self.forwards().stream()
                        .map(entry -> Reporter.forward(
                                entry, views, sources.slots().usage(entry.name()), loads.get(entry.name())))
                        .toList(),
                views.stream().map(Reporter::swarm).toList());
    }
}
