/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.system.harness.Audience;
import io.p2plive.system.harness.Broadcaster;
import io.p2plive.system.harness.DaemonProcess;
import io.p2plive.system.harness.Eventually;
import io.p2plive.system.harness.LiveSystem;
import io.p2plive.system.harness.Stage;
import io.p2plive.system.harness.Viewer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two streams at once: one of pictures alone, the other MPEG-TS with a tone. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(90)
final class StreamsIT {
    private static final int LIVE_CODE = 1;
    private static final int TONE_CODE = 2;
    private static final long MAX_START_MILLIS = 1_000;
    private static final int STARTS = 5;

    @RegisterExtension
    static final Stage stage = new Stage();

    private static final Audience ofLive = new Audience(LIVE_CODE);
    private static final Audience ofTone = new Audience(TONE_CODE);
    private static LiveSystem system;

    @BeforeAll
    static void twoStreamsWithTwoViewersEach() {
        system = stage.system(1).start();
        system.broadcast("live", LIVE_CODE, Broadcaster.Format.MPEG1);
        system.broadcast("tone", TONE_CODE, Broadcaster.Format.MPEG_TS);
        system.awaitLive(0, "live");
        system.awaitLive(0, "tone");
        for (int i = 0; i < 2; i++) {
            ofLive.watching(stage.browser("main").open("live" + i, system.pageUrl("")));
            ofTone.watching(stage.browser("main").open("tone" + i, system.pageUrl("stream=tone")));
        }
    }

    @Test
    @Order(1)
    void streamsDoNotMixAndLoseNothing() {
        ofLive.awaitSettled();
        ofTone.awaitSettled();
        Audience.Mark live = ofLive.mark();
        Audience.Mark tone = ofTone.mark();
        Eventually.watchFor(Duration.ofSeconds(6));
        ofLive.lostNothingSince(live);
        ofTone.lostNothingSince(tone);
    }

    @Test
    @Order(2)
    void transportStreamHasSoundAndElementaryStreamHasNone() {
        ofTone.present()
                .forEach(viewer ->
                        assertNotEquals("none", viewer.snapshot().player().audio(), viewer::describe));
        ofLive.present()
                .forEach(viewer ->
                        assertEquals("none", viewer.snapshot().player().audio(), viewer::describe));
    }

    /**
     * Measured by the page, from its request to coordinate for a tracker to the first picture on the canvas; the loading
     * of the page itself does not count. The median of some, for one may fall together with another program's work.
     */
    @Test
    @Order(3)
    void lateViewerSeesAPictureWithinASecondOfConnecting() {
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            Viewer late = stage.browser("main").open("late" + i, system.pageUrl(""));
            late.awaitPictures();
            starts.add(late.snapshot().startedMillis() - late.askedMillis());
            late.leave();
        }
        System.out.println("first picture after " + starts + " ms");
        Collections.sort(starts);
        assertTrue(starts.get(0) > 0, () -> "first picture after " + starts);
        assertTrue(starts.get(STARTS / 2) <= MAX_START_MILLIS, () -> "first picture after " + starts);
    }

    @Test
    @Order(4)
    void pageOpenedFromDiskPlays() {
        String url = DaemonProcess.builtPage().toUri() + "?coordinate=" + system.coordinateUrl();
        Viewer fromDisk = stage.browser("main").open("from-disk", url);
        fromDisk.awaitPictures();
        int mark = fromDisk.pictureCount();
        fromDisk.awaits("plays", Duration.ofSeconds(5), () -> fromDisk.pictureCount() > mark + Broadcaster.RATE);
        assertEquals(Optional.empty(), fromDisk.picturesSince(mark).fault(LIVE_CODE));
        fromDisk.leave();
    }
}
