/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.system.harness.Audience;
import io.p2plive.system.harness.Broadcaster;
import io.p2plive.system.harness.Eventually;
import io.p2plive.system.harness.LiveSystem;
import io.p2plive.system.harness.Snapshot;
import io.p2plive.system.harness.Stage;
import io.p2plive.system.harness.Viewer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each part in turn is killed without a goodbye and started again. Nobody reloads a page. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
final class OutageIT {
    private static final int CODE = 2;
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(15);
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(20);

    @RegisterExtension
    static final Stage stage = new Stage();

    private static final Audience audience = new Audience(CODE);
    private static LiveSystem system;
    private static Broadcaster broadcaster;

    @BeforeAll
    static void sixViewersAndTwoForwards() {
        system = stage.system(2).start();
        broadcaster = system.broadcast("live", CODE, Broadcaster.Format.MPEG1);
        system.awaitLive(0, "live");
        system.awaitLive(1, "live");
        for (int i = 0; i < 6; i++) {
            open("viewer" + i, i % 2 == 0);
        }
        audience.present().forEach(viewer -> viewer.page().evaluate("() => { window.neverReloaded = true; }"));
    }

    @Test
    @Order(1)
    void viewersOfAKilledForwardResumeFromTheOtherWithinTwoSeconds() {
        audience.awaitSettled();
        assertTrue(
                audience.watching().stream().anyMatch(viewer -> isFedBy(viewer, LiveSystem.forwardName(0))),
                "nobody who draws pulls from the first forward");
        Audience.Mark mark = audience.mark();
        system.forward(0).kill();
        Eventually.watchFor(Duration.ofSeconds(6));
        System.out.println("forward killed: longest stall " + audience.longestStallSince(mark) + " ms");
        audience.stalledAtMostSince(mark, 2_000);
        audience.awaitSettled();
        audience.present().forEach(viewer -> assertFalse(isFedBy(viewer, LiveSystem.forwardName(0)), viewer::describe));
    }

    @Test
    @Order(2)
    void forwardThatReturnsIsFedAgain() {
        system.forward(0).start();
        system.forward(0).awaitListening();
        system.awaitLive(0, "live");
    }

    @Test
    @Order(3)
    void pictureReturnsWhenAllForwardsHaveReturned() {
        system.forward(0).kill();
        system.forward(1).kill();
        awaitStandstill();
        system.forward(0).start();
        system.forward(1).start();
        awaitPicturesAgain();
        system.awaitLive(0, "live");
        system.awaitLive(1, "live");
    }

    @Test
    @Order(4)
    void nobodySeesThatTheTrackerIsGoneAndNewcomersWaitForIt() {
        audience.awaitSettled();
        Audience.Mark mark = audience.mark();
        system.tracker().kill();
        Eventually.watchFor(Duration.ofSeconds(3));
        Viewer newcomer = stage.browser("main").open("newcomer", system.pageUrl(""));
        Eventually.watchFor(Duration.ofSeconds(3));
        Snapshot waiting = newcomer.snapshot();
        assertEquals(0, waiting.player().picturesDrawn(), newcomer::describe);
        assertFalse(waiting.message().isBlank(), newcomer::describe);
        audience.lostNothingSince(mark);
        system.tracker().start();
        newcomer.awaits(
                "gets in", HEALED_WITHIN, () -> newcomer.snapshot().player().picturesDrawn() > 0);
        audience.lostNothingSince(mark);
        newcomer.leave();
    }

    @Test
    @Order(5)
    void restartedTrackerMendsTheTreeThatItFound() {
        audience.awaitSettled();
        Viewer middle = audience.present().stream()
                .filter(viewer -> !audience.watching().contains(viewer))
                .filter(viewer -> viewer.snapshot().hasChildren())
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody has children"));
        Audience.Mark mark = audience.mark();
        middle.leave();
        Eventually.watchFor(Duration.ofSeconds(4));
        audience.lostNothingSince(mark);
        audience.awaitSettled();
    }

    @Test
    @Order(6)
    void killedCoordinateIsWaitedForAndTheNextPushIsANewEpoch() {
        audience.awaitSettled();
        Audience.Mark mark = audience.mark();
        system.coordinate().kill();
        audience.watching()
                .forEach(viewer -> viewer.awaits(
                        "says reconnecting",
                        NOTICED_WITHIN,
                        () -> "reconnecting".equals(viewer.snapshot().state())));
        Eventually.holds("ffmpeg gives up", NOTICED_WITHIN, () -> !broadcaster.isAlive());
        system.coordinate().start();
        system.coordinate().awaitListening();
        broadcaster.start();
        awaitPicturesAgain();
        isLaterEpoch(mark);
    }

    @Test
    @Order(7)
    void broadcasterThatDropsIsAwayAndReturnsAsANewEpoch() {
        audience.awaitSettled();
        Audience.Mark mark = audience.mark();
        broadcaster.kill();
        audience.present()
                .forEach(viewer -> viewer.awaits(
                        "says away",
                        NOTICED_WITHIN,
                        () -> "away".equals(viewer.snapshot().state())));
        broadcaster.start();
        awaitPicturesAgain();
        isLaterEpoch(mark);
    }

    @Test
    @Order(8)
    void nobodyWasReloaded() {
        audience.present()
                .forEach(viewer ->
                        assertEquals(true, viewer.page().evaluate("() => window.neverReloaded"), viewer::toString));
    }

    private static void awaitStandstill() {
        Eventually.holds("the picture stands", NOTICED_WITHIN, () -> {
            List<Integer> before = counts();
            Eventually.watchFor(Duration.ofSeconds(1));
            return before.equals(counts());
        });
    }

    private static List<Integer> counts() {
        return audience.watching().stream().map(Viewer::pictureCount).toList();
    }

    private static void awaitPicturesAgain() {
        long start = System.nanoTime();
        List<Integer> marks = counts();
        for (int i = 0; i < marks.size(); i++) {
            Viewer viewer = audience.watching().get(i);
            int mark = marks.get(i);
            viewer.awaits("draws again", HEALED_WITHIN, () -> viewer.pictureCount() > mark + Broadcaster.RATE);
        }
        audience.awaitSettled();
        System.out.println("whole again after " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    private static void isLaterEpoch(Audience.Mark mark) {
        audience.watching()
                .forEach(viewer -> assertTrue(
                        viewer.snapshot().epoch() > mark.snapshots().get(viewer).epoch(), viewer::describe));
    }

    private static boolean isFedBy(Viewer viewer, String forward) {
        return viewer.snapshot().sources().stream()
                .anyMatch(source -> source.name().equals(forward));
    }

    private static void open(String name, boolean isDrawing) {
        Viewer viewer = stage.browser("main").open(name, system.pageUrl(isDrawing ? "" : "video=off"));
        if (isDrawing) {
            audience.watching(viewer);
        } else {
            audience.takingPart(viewer);
        }
    }
}
