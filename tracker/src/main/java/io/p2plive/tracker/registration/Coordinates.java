/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.registration;

import io.p2plive.id.StreamName;
import io.p2plive.protocol.NodeMessage.StreamSummary;
import io.p2plive.protocol.StreamState;
import io.p2plive.tracker.registration.CoordinateLink.Setup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The links to all coordinates, and the streams of all of them as one list: where two speak of the same stream, whoever
 * has it live is believed, else whoever saw the later push.
 *
 * <p>Confined to the control thread, but for its public methods, which are safe from any thread.
 */
public final class Coordinates {
    private final List<CoordinateLink> links;
    private final Map<String, List<StreamSummary>> streamsByCoordinate = new HashMap<>();
    private final Consumer<List<StreamSummary>> listener;

    /**
     * Links that are not started.
     *
     * @param listener hears all streams at each answer, on the control thread
     */
    public Coordinates(List<String> urls, Setup setup, Consumer<List<StreamSummary>> listener) {
        this.listener = listener;
        this.links = urls.stream()
                .map(url -> new CoordinateLink(url, setup, streams -> onStreams(url, streams)))
                .toList();
    }

    /** Registers everywhere. */
    public void start() {
        links.forEach(CoordinateLink::start);
    }

    /** Each link, to look at. */
    public List<CoordinateLink> links() {
        return links;
    }

    /** Says farewell everywhere. */
    public CompletableFuture<Void> end() {
        return CompletableFuture.allOf(links.stream().map(CoordinateLink::end).toArray(CompletableFuture[]::new));
    }

    private void onStreams(String url, List<StreamSummary> streams) {
        streamsByCoordinate.put(url, streams);
        listener.accept(merge(streamsByCoordinate.values()));
    }

    static List<StreamSummary> merge(Iterable<List<StreamSummary>> lists) {
        Map<StreamName, StreamSummary> merged = new HashMap<>();
        for (List<StreamSummary> list : lists) {
            list.forEach(summary -> merged.merge(summary.name(), summary, Coordinates::better));
        }
        return List.copyOf(merged.values());
    }

    private static StreamSummary better(StreamSummary one, StreamSummary other) {
        boolean isOneLive = one.state() == StreamState.LIVE;
        boolean isOtherLive = other.state() == StreamState.LIVE;
        if (isOneLive != isOtherLive) {
            return isOneLive ? one : other;
        }
        return other.epoch() > one.epoch() ? other : one;
    }
}
