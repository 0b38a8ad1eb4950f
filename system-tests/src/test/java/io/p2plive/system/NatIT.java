/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Playwright;
import io.p2plive.system.harness.Browser;
import io.p2plive.system.harness.Eventually;
import io.p2plive.system.harness.FrameCode;
import io.p2plive.system.harness.Snapshot;
import io.p2plive.system.harness.Stage;
import io.p2plive.system.harness.Viewer;
import io.p2plive.system.lab.Home;
import io.p2plive.system.lab.Lab;
import io.p2plive.system.lab.LabServer;
import io.p2plive.system.lab.Namespace;
import io.p2plive.system.lab.Namespaces;
import io.p2plive.system.lab.NatKind;
import io.p2plive.system.lab.TurnServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Viewers in homes behind routers that translate addresses: who reaches whom, by which way, and that who reaches nobody
 * watches all the same. In each test the forward feeds one viewer for good, so that the others need each other.
 * The one with TURN comes last: for it the server starts anew.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(90)
final class NatIT {
    private static final int CODE = 3;
    private static final Duration WOVEN_WITHIN = Duration.ofSeconds(15);
    private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(40);
    private static final Duration QUIET = Duration.ofSeconds(6);
    private static final Duration WATCHED = Duration.ofSeconds(4);

    /** A picture may stand this long though nothing is lost: as long as a viewer's buffer is. */
    private static final long MAX_STALL_MILLIS = 1_000;

    private static final int MAX_ATTEMPTS_PER_PAIR = 4;

    @RegisterExtension
    static final Stage stage = new Stage();

    private static Lab lab;
    private static Playwright playwright;
    private static List<Namespace> cone;
    private static List<Namespace> symmetric;
    private static Namespace neighbour;

    private static TurnServer turn;
    private static LabServer server;

    private String stream;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Viewer> viewers = new ArrayList<>();

    @BeforeAll
    static void sixHomes() {
        Namespaces.missing(TurnServer.PROGRAM, "node").ifPresent(Assumptions::abort);
        lab = Lab.open();
        cone = List.of(
                home(NatKind.CONE).host(),
                home(NatKind.CONE).host(),
                home(NatKind.CONE).host());
        Home shared = home(NatKind.SYMMETRIC);
        symmetric = List.of(
                shared.host(),
                home(NatKind.SYMMETRIC).host(),
                home(NatKind.SYMMETRIC).host());
        neighbour = shared.host();
        playwright = Playwright.create();
    }

    @AfterAll
    static void leaveNothing() {
        if (playwright != null) {
            playwright.close();
        }
        endServer();
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void endAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    @Order(1)
    void homesWhoseRoutersKeepPortsReachEachOtherByWhatStunTells() {
        serveWithStun("stun");
        cone.forEach(this::watch);
        haveAllLinksBy("srflx");
        playFromViewers();
    }

    @Test
    @Order(2)
    void viewersOfOneHomeReachEachOtherWithinIt() {
        serveWithStun("home");
        watch(symmetric.get(0));
        watch(neighbour);
        haveAllLinksBy("host");
        playFromViewers();
    }

    @Test
    @Order(3)
    void whoReachesNobodyIsFedByTheForwardForGood() {
        serveWithStun("alone");
        List.of(symmetric.get(0), symmetric.get(1), cone.get(0)).forEach(this::watch);
        Map<Viewer, Integer> first = new HashMap<>();
        viewers.forEach(viewer -> first.put(viewer.awaitPictures(), viewer.pictureCount()));
        Eventually.holds("all give up for good", GIVEN_UP_WITHIN, this::isNobodyTrying, this::describeAll);
        for (Viewer viewer : viewers) {
            System.out.println(viewer + " gave up after " + attempts(viewer) + " attempts");
            assertTrue(attempts(viewer) <= MAX_ATTEMPTS_PER_PAIR * (viewers.size() - 1), viewer::describe);
            assertEquals(0, viewer.snapshot().totals().bytesFromViewers(), viewer::describe);
            long stallMillis = viewer.picturesSince(first.get(viewer)).longestStallMillis();
            assertTrue(stallMillis <= MAX_STALL_MILLIS, () -> viewer + ": a picture stood " + stallMillis + " ms");
        }
    }

    @Test
    @Order(4)
    void homesBehindSymmetricRoutersReachEachOtherThroughTurn() {
        serveWithTurn("turn");
        symmetric.forEach(this::watch);
        haveAllLinksBy("relay");
        playFromViewers();
    }

    private static Home home(NatKind kind) {
        return lab.home(kind);
    }

    private void serveWithStun(String name) {
        if (turn == null) {
            turn = TurnServer.stun(lab.server(), stage.logs());
            startServer();
        }
        broadcast(name);
    }

    private void serveWithTurn(String name) {
        endServer();
        turn = TurnServer.turn(lab.server(), stage.logs());
        startServer();
        broadcast(name);
    }

    private static void startServer() {
        server = new LabServer(lab.server(), stage.logs());
        Map<String, String> settings = new HashMap<>(turn.coordinateSettings());
        settings.put("P2PLIVE_TRACKER_MESH_ROOTS_PER_FORWARD", "1");
        server.start(settings);
    }

    private static void endServer() {
        if (server != null) {
            server.close();
        }
        if (turn != null) {
            turn.close();
        }
    }

    private void broadcast(String name) {
        stream = name;
        open.push(server.broadcast(stream, FrameCode.filter(CODE, 0), 1_000));
    }

    private void watch(Namespace host) {
        Browser browser = Browser.launchInside(playwright, host.inside(List.of()), stage.logs());
        open.push(browser);
        Viewer viewer = browser.open(host.name(), LabServer.COORDINATE + "/stream.html?stream=" + stream);
        viewers.add(viewer.awaitChunks());
    }

    /** Waits until all are linked with others, each by that way only. */
    private void haveAllLinksBy(String route) {
        for (Viewer viewer : viewers) {
            viewer.awaits("has links by " + route, WOVEN_WITHIN, () -> {
                Set<Object> routes = new HashSet<>(routes(viewer));
                return routes.equals(Set.of(route));
            });
        }
    }

    /** Claims that each viewer but the first gets a good part from others, and plays it. */
    private void playFromViewers() {
        viewers.forEach(Viewer::awaitPictures);
        Map<Viewer, Snapshot> before = new HashMap<>();
        viewers.forEach(viewer -> before.put(viewer, viewer.snapshot()));
        Eventually.watchFor(WATCHED);
        for (Viewer viewer : viewers) {
            Snapshot now = viewer.snapshot();
            Snapshot then = before.get(viewer);
            assertTrue(now.isLive(), viewer::describe);
            assertTrue(now.player().picturesDrawn() - then.player().picturesDrawn() > 60, viewer::describe);
            assertEquals(then.totals().chunksLost(), now.totals().chunksLost(), viewer::describe);
        }
        for (Viewer viewer : viewers.subList(1, viewers.size())) {
            long bytes = viewer.snapshot().totals().bytesFromViewers()
                    - before.get(viewer).totals().bytesFromViewers();
            assertTrue(bytes > 100_000, () -> bytes + " bytes; " + viewer.describe());
        }
    }

    /** Whether for some time all have been fed by the forward alone, and nobody has tried to reach anybody. */
    private boolean isNobodyTrying() {
        List<Integer> before = viewers.stream().map(NatIT::attempts).toList();
        Eventually.watchFor(QUIET);
        List<Integer> after = viewers.stream().map(NatIT::attempts).toList();
        return before.equals(after) && viewers.stream().allMatch(NatIT::isAlone);
    }

    private String describeAll() {
        return viewers.stream().map(Viewer::describe).collect(Collectors.joining("\n"));
    }

    private static boolean isAlone(Viewer viewer) {
        Snapshot snapshot = viewer.snapshot();
        return snapshot.isLive()
                && snapshot.links().isEmpty()
                && snapshot.sources().size() == 2
                && snapshot.sources().stream().allMatch(source -> "forward".equals(source.kind()));
    }

    private static List<?> routes(Viewer viewer) {
        return (List<?>) viewer.page().evaluate("() => window.connectionLog.routes()");
    }

    private static int attempts(Viewer viewer) {
        return (Integer) viewer.page().evaluate("() => window.connectionLog.attempts()");
    }
}
