/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.p2plive.system.harness.Broadcaster;
import io.p2plive.system.harness.LiveSystem;
import io.p2plive.system.harness.RunningProcess;
import io.p2plive.system.harness.Snapshot;
import io.p2plive.system.harness.Stage;
import io.p2plive.system.harness.Viewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Real browsers and headless viewers in one swarm, in which viewers leave and others come all the time. Larger figures:
 * {@code -Dcrowd.viewers=47 -Dcrowd.pages=3 -Dcrowd.seconds=150}.
 */
@Timeout(400)
final class CrowdIT {
    private static final int CODE = 1;
    private static final int HEADLESS = Integer.getInteger("crowd.viewers", 18);
    private static final int PAGES = Integer.getInteger("crowd.pages", 2);
    private static final int SECONDS = Integer.getInteger("crowd.seconds", 45);
    private static final int CHURN_PERCENT = 20;
    private static final int ROOTS = 2;
    private static final double MAX_STALLED_PERCENT = 1;
    /** First pictures, rescues, and what the changes of parents cost. */
    private static final double MOST_FOR_HELP = 0.05;

    @RegisterExtension
    static final Stage stage = new Stage();

    private static Path program;
    private static LiveSystem system;

    @BeforeAll
    static void broadcast() {
        Path project = Path.of(System.getProperty("p2plive.home", "..")).resolve("headless-viewers");
        program = project.resolve("src/main.js").toAbsolutePath().normalize();
        Assumptions.assumeTrue(
                Files.isReadable(program) && Files.isDirectory(project.resolve("node_modules")),
                "the headless viewers are not installed: npm ci in headless-viewers");
        system = stage.system(1).start();
        system.broadcast("live", CODE, Broadcaster.Format.MPEG1);
        system.awaitLive(0, "live");
    }

    @Test
    void viewersFeedEachOtherAndNobodyWaitsWhileSomeComeAndGo() throws IOException {
        Path json = stage.logs().resolve("crowd.json");
        try (RunningProcess run = RunningProcess.start(
                "crowd", command(json), Map.of(), stage.logs().resolve("crowd.log"))) {
            List<Viewer> pages = new ArrayList<>();
            for (int page = 0; page < PAGES; page++) {
                pages.add(stage.browser("pages")
                        .open("page" + page, system.pageUrl(""))
                        .awaitPictures());
            }
            assertEquals(0, run.awaitExit(Duration.ofSeconds(SECONDS + 60)), () -> run.tail(40));
            System.out.println(run.tail(30));
            judge(new ObjectMapper().readTree(json.toFile()), pages);
        }
    }

    private static void judge(JsonNode figures, List<Viewer> pages) {
        double fromViewers = figures.path("lateFromViewers").asDouble();
        double stalled = figures.path("shareStalled").asDouble(-1) * 100;
        System.out.printf(
                "%d headless viewers and %d pages, %d %% leaving and coming a minute: %.1f %% from viewers, %.2f %% waiting%n",
                HEADLESS, PAGES, CHURN_PERCENT, fromViewers * 100, stalled);
        assertEquals(0, figures.path("withoutPicture").asInt(-1), figures::toString);
        assertTrue(stalled >= 0 && stalled <= MAX_STALLED_PERCENT, figures::toString);
        double most = 1 - (double) ROOTS / (HEADLESS + PAGES);
        assertTrue(fromViewers >= most - MOST_FOR_HELP, figures::toString);
        for (Viewer page : pages) {
            Snapshot snapshot = page.snapshot();
            Snapshot.Totals totals = snapshot.totals();
            System.out.printf(
                    "%s: drew %d, waited %d of %d ms, %d bytes from viewers, %d from the forward%n",
                    page,
                    snapshot.player().picturesDrawn(),
                    totals.stalledMillis(),
                    totals.watchedMillis(),
                    totals.bytesFromViewers(),
                    totals.bytesFromForwards());
            assertTrue(snapshot.isLive(), page::describe);
            assertTrue(totals.bytesFromViewers() + totals.bytesToViewers() > 0, page::describe);
            assertTrue(totals.stalledMillis() * 100.0 <= MAX_STALLED_PERCENT * totals.watchedMillis(), page::describe);
        }
    }

    private static List<String> command(Path json) {
        return List.of(
                "node",
                program.toString(),
                "--coordinate=" + system.coordinateUrl(),
                "--count=" + HEADLESS,
                "--join-rate=4",
                "--churn=" + CHURN_PERCENT,
                "--duration=" + SECONDS,
                "--json=" + json);
    }
}
