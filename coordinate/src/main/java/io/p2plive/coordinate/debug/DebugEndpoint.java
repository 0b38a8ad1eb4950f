/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.debug;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.coordinate.directory.Directory;
import io.p2plive.coordinate.relay.RelayLinks;
import io.p2plive.coordinate.stream.LiveStreams;
import io.p2plive.loop.Loop;
import io.p2plive.net.AdminAccess;
import io.p2plive.net.Endpoint;
import io.p2plive.net.HttpCall;
import io.p2plive.net.HttpRefusal;
import io.p2plive.net.HttpReply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** {@code GET /debug}. Immutable. */
public final class DebugEndpoint implements Endpoint.Answering {
    private final String name;
    private final AdminAccess access;
    private final Directory directory;
    private final Loop loop;
    private final RelayLinks links;
    private final LiveStreams streams;
    private final long startNanos;

    /**
     * Reports on these parts.
     *
     * @param loop the directory's
     */
    public DebugEndpoint(
            String name, AdminAccess access, Directory directory, Loop loop, RelayLinks links, LiveStreams streams) {
        this.name = name;
        this.access = access;
        this.directory = directory;
        this.loop = loop;
        this.links = links;
        this.streams = streams;
        this.startNanos = loop.nanoTime();
    }

    @Override
    public CompletionStage<HttpReply> answer(HttpCall call) throws HttpRefusal {
        access.check(call);
        boolean asJson =
                call.acceptsJson() || call.parameter("format").orElse("").equals("json");
        return CompletableFuture.supplyAsync(this::report, loop::execute)
                .thenApply(report -> asJson
                        ? HttpReply.json(HttpResponseStatus.OK, report)
                        : HttpReply.html(DebugPage.render(report)));
    }

    private DebugReport report() {
        long now = loop.nanoTime();
        List<DebugReport.Tracker> trackers = directory.trackers().stream()
                .map(entry -> new DebugReport.Tracker(
                        entry.registration(),
                        entry.address(),
                        entry.url(),
                        TimeUnit.NANOSECONDS.toMillis(now - entry.seenNanos())))
                .toList();
        List<DebugReport.Stream> all = streams.all().stream()
                .map(stream -> new DebugReport.Stream(stream.summary(), stream.figures()))
                .toList();
        return new DebugReport(name, TimeUnit.NANOSECONDS.toMillis(now - startNanos), trackers, links.statuses(), all);
    }
}
