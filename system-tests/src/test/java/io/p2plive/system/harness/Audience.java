/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The viewers of one stream, and what is said of all of them at once.
 *
 * <p>Confined to the test's thread.
 */
public final class Audience {
    private static final Duration SETTLE_WITHIN = Duration.ofSeconds(30);

    /** A picture may stand this long though nothing is lost: as long as a viewer's buffer is. */
    private static final long MAX_STALL_MILLIS = 1_000;

    private final int stream;
    private final List<Viewer> viewers = new ArrayList<>();
    private final List<Viewer> watching = new ArrayList<>();

    /**
     * Nobody yet.
     *
     * @param stream the number drawn into the pictures that they shall see
     */
    public Audience(int stream) {
        this.stream = stream;
    }

    /** What has been seen up to a moment; from there on it is watched. */
    public record Mark(Map<Viewer, Integer> pictures, Map<Viewer, Snapshot> snapshots) {}

    /** One who draws the pictures. */
    public Viewer watching(Viewer viewer) {
        viewers.add(viewer);
        watching.add(viewer);
        viewer.awaitPictures();
        return viewer;
    }

    /** One who takes part without decoding. */
    public Viewer takingPart(Viewer viewer) {
        viewers.add(viewer);
        viewer.awaitChunks();
        return viewer;
    }

    /** All who are there. */
    public List<Viewer> present() {
        return viewers.stream().filter(viewer -> !viewer.isGone()).toList();
    }

    /** All who are there and draw. */
    public List<Viewer> watching() {
        return watching.stream().filter(viewer -> !viewer.isGone()).toList();
    }

    /** From now on. */
    public Mark mark() {
        Map<Viewer, Integer> pictures = new LinkedHashMap<>();
        Map<Viewer, Snapshot> snapshots = new LinkedHashMap<>();
        present().forEach(viewer -> snapshots.put(viewer, viewer.snapshot()));
        watching().forEach(viewer -> pictures.put(viewer, viewer.pictureCount()));
        return new Mark(pictures, snapshots);
    }

    /** Waits until every viewer is live, has all its sources, and misses nothing of the last second. */
    public void awaitSettled() {
        present().forEach(viewer -> viewer.awaits("settles", SETTLE_WITHIN, () -> isWhole(viewer.snapshot())));
    }

    /** Whether a viewer has both stripes from somebody, and all that should be there. */
    public static boolean isWhole(Snapshot snapshot) {
        long stripes = snapshot.sources().stream()
                .map(Snapshot.Source::stripe)
                .distinct()
                .count();
        return snapshot.isLive() && stripes == 2 && snapshot.newestSequence() - snapshot.contiguousSequence() < 60;
    }

    /** Claims that since a mark nobody lost a chunk or a frame, and no picture stood for long. */
    public void lostNothingSince(Mark mark) {
        present().stream().filter(mark.snapshots()::containsKey).forEach(viewer -> lostNoChunk(viewer, mark));
        watching().stream().filter(mark.pictures()::containsKey).forEach(viewer -> {
            PictureRun run = viewer.picturesSince(mark.pictures().get(viewer));
            assertEquals(Optional.empty(), run.fault(stream), () -> viewer.describe());
            assertTrue(
                    run.longestStallMillis() <= MAX_STALL_MILLIS,
                    () -> "a picture stood for " + run.longestStallMillis() + " ms; " + viewer.describe());
        });
    }

    /** Claims that since a mark everybody sees this broadcaster only, and no picture stood longer than that. */
    public void stalledAtMostSince(Mark mark, long maxStallMillis) {
        watching().stream().filter(mark.pictures()::containsKey).forEach(viewer -> {
            PictureRun run = viewer.picturesSince(mark.pictures().get(viewer));
            assertTrue(
                    run.longestStallMillis() <= maxStallMillis,
                    () -> "a picture stood for " + run.longestStallMillis() + " ms; " + viewer.describe());
        });
    }

    /** The longest that any picture stood since a mark: what the tests' output states. */
    public long longestStallSince(Mark mark) {
        return watching().stream()
                .filter(mark.pictures()::containsKey)
                .mapToLong(viewer ->
                        viewer.picturesSince(mark.pictures().get(viewer)).longestStallMillis())
                .max()
                .orElse(0);
    }

    private static void lostNoChunk(Viewer viewer, Mark mark) {
        Snapshot before = mark.snapshots().get(viewer);
        viewer.awaits("goes on without a gap", Duration.ofSeconds(5), () -> {
            Snapshot now = viewer.snapshot();
            return now.contiguousSequence() > before.contiguousSequence() && isWhole(now);
        });
        Snapshot now = viewer.snapshot();
        assertEquals(before.totals().chunksLost(), now.totals().chunksLost(), viewer::describe);
        assertEquals(before.epoch(), now.epoch(), viewer::describe);
    }
}
