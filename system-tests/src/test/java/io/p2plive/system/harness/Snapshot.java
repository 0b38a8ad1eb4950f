/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the page says of itself: {@code window.p2plive.snapshot()}.
 *
 * <p>Immutable.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Snapshot(
        String state,
        String message,
        String viewer,
        List<Source> sources,
        List<Target> targets,
        List<Link> links,
        Totals totals,
        long epoch,
        long newestSequence,
        long contiguousSequence,
        PlayerState player,
        long startedMillis) {

    /** Who feeds it on one stripe. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Source(int stripe, String kind, String name, long chunks) {
        boolean isViewer() {
            return "viewer".equals(kind);
        }
    }

    /** Whom it feeds. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Target(String viewer, List<Integer> stripes, long chunksSent, long chunksDropped) {}

    /** One connection to another viewer. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Link(String viewer, String state, long mediaBytesSent, long mediaBytesReceived) {}

    /** Sums since the page opened. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Totals(
            long bytesFromForwards,
            long bytesFromViewers,
            long bytesToViewers,
            long chunksReceived,
            long chunksInvalid,
            long chunksLost,
            long chunksDropped,
            long stalledMillis,
            long watchedMillis) {}

    /** What the player says. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PlayerState(long picturesDrawn, long picturesSkipped, int decoderRestarts, String audio) {}

    /** Whether it says that all is well. */
    public boolean isLive() {
        return "live".equals(state);
    }

    /** Whether both stripes come from viewers, each from another. */
    public boolean hasTwoParents() {
        Set<Integer> stripes = sources.stream().map(Source::stripe).collect(Collectors.toSet());
        Set<String> names = sources.stream().map(Source::name).collect(Collectors.toSet());
        return sources.stream().allMatch(Source::isViewer) && stripes.size() == 2 && names.size() == 2;
    }

    /** Whether it pulls from a forward. */
    public boolean hasForward() {
        return sources.stream().anyMatch(source -> !source.isViewer());
    }

    /** Whether anybody depends on it. */
    public boolean hasChildren() {
        return targets.stream().anyMatch(target -> !target.stripes().isEmpty());
    }
}
