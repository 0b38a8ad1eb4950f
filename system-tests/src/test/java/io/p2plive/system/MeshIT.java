/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.system.harness.Audience;
import io.p2plive.system.harness.Broadcaster;
import io.p2plive.system.harness.Eventually;
import io.p2plive.system.harness.LiveSystem;
import io.p2plive.system.harness.PictureRun;
import io.p2plive.system.harness.Snapshot;
import io.p2plive.system.harness.Stage;
import io.p2plive.system.harness.Viewer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * One broadcaster, one forward, eleven viewers of whom four draw: who feeds whom, and that nothing is lost. The first three tests
 * leave the viewers in peace; after them they go, one way or the other.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
final class MeshIT {
    private static final int CODE = 1;
    private static final Duration WOVEN_WITHIN = Duration.ofSeconds(10);
    private static final Duration WATCHED = Duration.ofSeconds(20);
    private static final long MAX_SPREAD_MILLIS = 1_500;

    @RegisterExtension
    static final Stage stage = new Stage();

    private static final Audience audience = new Audience(CODE);
    private static LiveSystem system;
    private static Broadcaster broadcaster;
    private static Viewer first;
    private static Viewer second;

    @BeforeAll
    static void elevenViewersOfOneStream() {
        system = stage.system(1).start();
        broadcaster = system.broadcast("live", CODE, Broadcaster.Format.MPEG1);
        system.awaitLive(0, "live");
        first = watching("main", "first");
        second = takingPart("main", "second");
        takingPart("killed", "killed");
        takingPart("frozen", "frozen");
        watching("main", "fifth");
        takingPart("main", "sixth");
        watching("main", "seventh");
        watching("main", "eighth");
        takingPart("crowd", "crowd1");
        takingPart("crowd", "crowd2");
        takingPart("crowd", "crowd3");
    }

    @Test
    @Order(1)
    void atLeastHalfHaveTwoDifferentViewersAsParents() {
        Eventually.holds(
                "half of " + audience.present().size() + " viewers have two parents",
                WOVEN_WITHIN,
                () -> fedByViewers().size() * 2 >= audience.present().size(),
                MeshIT::describeAll);
        assertTrue(first.snapshot().hasForward(), first::describe);
        assertTrue(second.snapshot().hasForward(), second::describe);
    }

    @Test
    @Order(2)
    void nothingIsLostAndNoByteComesFromTheForwardToThoseWithParents() {
        audience.awaitSettled();
        List<Viewer> fed = fedByViewers();
        Audience.Mark mark = audience.mark();
        Eventually.watchFor(WATCHED);
        audience.lostNothingSince(mark);
        for (Viewer viewer : fed) {
            Snapshot.Totals before = mark.snapshots().get(viewer).totals();
            Snapshot.Totals now = viewer.snapshot().totals();
            assertEquals(before.bytesFromForwards(), now.bytesFromForwards(), viewer::describe);
            assertTrue(now.bytesFromViewers() - before.bytesFromViewers() > 1_000_000, viewer::describe);
        }
        List<PictureRun> runs = audience.watching().stream()
                .map(viewer -> viewer.picturesSince(mark.pictures().get(viewer)))
                .toList();
        runs.forEach(run -> assertTrue(
                run.pictures().size() >= 19 * Broadcaster.RATE,
                () -> run.pictures().size() + " pictures"));
        long spreadMillis = PictureRun.largestSpreadMillis(runs);
        System.out.println("same picture everywhere within " + spreadMillis + " ms; longest stall "
                + audience.longestStallSince(mark) + " ms");
        assertTrue(spreadMillis <= MAX_SPREAD_MILLIS, () -> "spread of " + spreadMillis + " ms");
        assertTrue(fed.size() * 2 >= audience.present().size(), MeshIT::describeAll);
    }

    @Test
    @Order(3)
    void bothEndsOfEachLinkCountTheSameBytes() {
        broadcaster.kill();
        Eventually.holds("the last chunk is everywhere", Duration.ofSeconds(10), MeshIT::isAtRest, MeshIT::describeAll);
        Map<String, Snapshot> byId = new HashMap<>();
        audience.present().forEach(viewer -> {
            Snapshot snapshot = viewer.snapshot();
            byId.put(snapshot.viewer(), snapshot);
        });
        long compared = 0;
        for (Snapshot one : byId.values()) {
            for (Snapshot.Link link : one.links()) {
                Snapshot other = byId.get(link.viewer());
                long received = other.links().stream()
                        .filter(back -> back.viewer().equals(one.viewer()))
                        .mapToLong(Snapshot.Link::mediaBytesReceived)
                        .sum();
                assertEquals(link.mediaBytesSent(), received, () -> one.viewer() + " -> " + link.viewer());
                compared += link.mediaBytesSent();
            }
        }
        assertTrue(compared > 5_000_000, "all links together carried " + compared + " bytes");
    }

    @Test
    @Order(4)
    void broadcasterThatReturnsIsSeenAgainWithoutReload() {
        Audience.Mark mark = audience.mark();
        broadcaster.start();
        audience.watching().forEach(Viewer::awaitPictures);
        audience.awaitSettled();
        audience.present()
                .forEach(viewer -> assertTrue(
                        viewer.snapshot().epoch() > mark.snapshots().get(viewer).epoch(), viewer::describe));
    }

    @Test
    @Order(5)
    void viewerThatClosesCostsNobodyAFrame() {
        audience.awaitSettled();
        Viewer middle = audience.present().stream()
                .filter(viewer -> viewer != first && viewer != second)
                .filter(viewer -> !List.of("killed", "frozen").contains(viewer.toString()))
                .filter(viewer -> viewer.snapshot().hasChildren())
                // Rather one who does not draw: the more pictures are watched afterwards.
                .min(Comparator.comparing(viewer -> audience.watching().contains(viewer)))
                .orElseThrow(() -> new AssertionError("nobody has children:\n" + describeAll()));
        Audience.Mark mark = audience.mark();
        middle.leave();
        playsOn("closed", mark);
    }

    @Test
    @Order(6)
    void viewerThatIsKilledCostsNobodyAFrame() {
        audience.awaitSettled();
        named("killed")
                .awaits(
                        "has children",
                        WOVEN_WITHIN,
                        () -> named("killed").snapshot().hasChildren());
        Audience.Mark mark = audience.mark();
        stage.browser("killed").kill();
        playsOn("killed", mark);
    }

    @Test
    @Order(7)
    void viewerThatFreezesCostsNobodyAFrame() {
        audience.awaitSettled();
        named("frozen")
                .awaits(
                        "has children",
                        WOVEN_WITHIN,
                        () -> named("frozen").snapshot().hasChildren());
        Audience.Mark mark = audience.mark();
        stage.browser("frozen").freeze();
        playsOn("frozen", mark);
    }

    @Test
    @Order(8)
    void bothStripesAreBackWithinFiveSecondsWhenThirtyPercentLeaveAtOnce() {
        audience.awaitSettled();
        int before = audience.present().size();
        stage.browser("crowd").kill();
        long killedNanos = System.nanoTime();
        assertTrue((before - audience.present().size()) * 10 >= before * 3, () -> "only some of " + before + " left");
        audience.present().forEach(viewer -> {
            long leftMillis = 5_000 - (System.nanoTime() - killedNanos) / 1_000_000;
            viewer.awaits(
                    "has both stripes again",
                    Duration.ofMillis(Math.max(1, leftMillis)),
                    () -> Audience.isWhole(viewer.snapshot()));
        });
        Audience.Mark mark = audience.mark();
        Eventually.watchFor(Duration.ofSeconds(3));
        audience.lostNothingSince(mark);
    }

    private static void playsOn(String how, Audience.Mark mark) {
        Eventually.watchFor(Duration.ofSeconds(6));
        System.out.println("after one was " + how + ": longest stall " + audience.longestStallSince(mark) + " ms");
        audience.lostNothingSince(mark);
    }

    private static boolean isAtRest() {
        List<Snapshot> before =
                audience.present().stream().map(Viewer::snapshot).toList();
        Eventually.watchFor(Duration.ofMillis(300));
        List<Snapshot> after = audience.present().stream().map(Viewer::snapshot).toList();
        return after.stream().map(Snapshot::newestSequence).distinct().count() == 1
                && links(before).equals(links(after));
    }

    private static List<List<Snapshot.Link>> links(List<Snapshot> snapshots) {
        return snapshots.stream().map(Snapshot::links).toList();
    }

    private static List<Viewer> fedByViewers() {
        return audience.present().stream()
                .filter(viewer -> viewer.snapshot().hasTwoParents())
                .toList();
    }

    private static Viewer named(String name) {
        return audience.present().stream()
                .filter(viewer -> viewer.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Viewer watching(String browser, String name) {
        return audience.watching(stage.browser(browser).open(name, system.pageUrl("")));
    }

    private static Viewer takingPart(String browser, String name) {
        return audience.takingPart(stage.browser(browser).open(name, system.pageUrl("video=off")));
    }

    private static String describeAll() {
        List<String> lines = new ArrayList<>();
        audience.present().forEach(viewer -> lines.add(viewer.describe()));
        return String.join("\n", lines);
    }
}
