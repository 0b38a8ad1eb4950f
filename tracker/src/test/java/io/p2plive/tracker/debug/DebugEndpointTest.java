/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.p2plive.id.StreamName;
import io.p2plive.id.ViewerId;
import io.p2plive.net.AdminAccess;
import io.p2plive.net.HttpCall;
import io.p2plive.net.HttpRefusal;
import io.p2plive.protocol.NodeMessage.Registration;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.StreamState;
import io.p2plive.testing.FakeLoop;
import io.p2plive.tracker.debug.Report.Pool;
import io.p2plive.tracker.debug.Report.Source;
import io.p2plive.tracker.debug.Report.Swarm;
import io.p2plive.tracker.debug.Report.Viewer;
import io.p2plive.tracker.journal.Journal;
import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.MeshTimes;
import io.p2plive.tracker.mesh.ViewerView;
import io.p2plive.tracker.mesh.ViewerView.PlaceView;
import io.p2plive.tracker.swarm.SwarmSettings;
import io.p2plive.tracker.swarm.SwarmView;
import io.p2plive.tracker.swarm.Swarms;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DebugEndpointTest {
    private static final Registration SELF = new Registration(
            1, "0".repeat(32), "t", "default", "ws://localhost:1/resource", List.of(), 0, 10, List.of());

    private static DebugEndpoint endpoint(AdminAccess access) {
        Swarms swarms = new Swarms(
                FakeLoop::new,
                new SwarmSettings(new MeshSettings(2, 2, 2, 2, 128, 32), MeshTimes.DEFAULT, 10, 10),
                Journal.NONE);
        return new DebugEndpoint(
                new DebugEndpoint.Sources(swarms, List.of(), () -> SELF, swarms.slots(), Map::of), access);
    }

    private static HttpCall from(String address) {
        return new HttpCall(
                HttpMethod.GET,
                "/debug",
                new QueryStringDecoder("/debug?format=json"),
                new DefaultHttpHeaders(),
                new InetSocketAddress(address, 5),
                new byte[0]);
    }

    @Test
    void answersOnlyItsOwnMachineUnlessToldOtherwise() throws HttpRefusal {
        HttpRefusal refusal = assertThrows(
                HttpRefusal.class, () -> endpoint(AdminAccess.LOOPBACK).answer(from("192.0.2.1")));
        assertEquals(RefusalReason.UNAUTHORIZED, refusal.reason());
        assertEquals(403, refusal.status().code());

        assertEquals(
                200,
                endpoint(AdminAccess.LOOPBACK)
                        .answer(from("127.0.0.1"))
                        .toCompletableFuture()
                        .join()
                        .status()
                        .code());
        assertEquals(
                200,
                endpoint(AdminAccess.EVERYONE)
                        .answer(from("192.0.2.1"))
                        .toCompletableFuture()
                        .join()
                        .status()
                        .code());
    }

    private static Viewer viewer(int number, String kind, String source) {
        return new Viewer(
                String.format("%032x", number),
                true,
                true,
                false,
                1,
                List.of(new Source(0, kind, source, true)),
                List.of(),
                null,
                List.of(),
                null,
                List.of(),
                1,
                -1,
                0,
                List.of(0),
                null);
    }

    @Test
    void drawsNoMoreViewersThanCanBeSeen() {
        List<Viewer> many = IntStream.range(0, 500)
                .mapToObj(number -> viewer(number, "forward", "edge"))
                .toList();
        String drawing = MeshDrawing.of(new Swarm("live", "live", 1, 9_000, 0, List.of(), many));

        assertEquals(MeshDrawing.MAX_DRAWN, drawing.split("<circle", -1).length - 1);
        assertTrue(drawing.contains("200 of 9000 viewers drawn"));
    }

    @Test
    void putsAParentAboveTheMiddleOfItsChildren() {
        String root = String.format("%032x", 1);
        TreeLayout layout = TreeLayout.of(
                0, List.of(viewer(1, "forward", "edge"), viewer(2, "viewer", root), viewer(3, "viewer", root)));

        assertEquals(0.5, layout.node("viewer " + root).column());
        assertEquals(1, layout.node("viewer " + root).row());
        assertEquals(0, layout.node("forward edge").row());
        assertEquals(3, layout.rows());
    }

    @Test
    void drawsViewersWhoseParentIsNotListedNowhere() {
        assertEquals(
                List.of(),
                TreeLayout.of(0, List.of(viewer(2, "viewer", "gone"))).nodes());
    }

    @Test
    void makesEveryNameHarmless() {
        String drawing = MeshDrawing.of(
                new Swarm("live", "live", 1, 1, 0, List.of(), List.of(viewer(1, "forward", "<script>"))));
        assertFalse(drawing.contains("<script>"));
    }

    private static PlaceView place(int stripe, int parent, boolean isConnected, ViewerId... children) {
        return new PlaceView(
                stripe,
                parent == 0 ? null : id(parent),
                parent == 0 && isConnected,
                isConnected,
                0,
                2,
                List.of(children));
    }

    private static ViewerId id(int number) {
        return new ViewerId(String.format("%032x", number));
    }

    private static SwarmView.Member member(int number, int capacity, PlaceView... places) {
        ViewerView view = new ViewerView(id(number), true, true, number == 1, "edge", id(9), 0, List.of(places));
        return new SwarmView.Member(view, 1_000, capacity, null);
    }

    private static Swarm swarm(SwarmView.Member... members) {
        return Reporter.swarm(
                new SwarmView(StreamName.DEFAULT, StreamState.LIVE, 2, members.length, 0, List.of(), List.of(members)));
    }

    @Test
    void tellsWhatAViewerFeedsHasAndSaysItCan() {
        Swarm swarm = swarm(
                member(1, 5, place(0, 0, true, id(2), id(3)), place(1, 0, true)),
                member(2, -1, place(0, 1, true), place(1, 0, false)),
                member(3, 0, place(0, 1, false), place(1, 0, false)));
        Viewer first = swarm.viewers().get(0);

        assertEquals(List.of(4, 5, 1), List.of(first.slots(), first.capacity(), first.proven()));
        assertEquals(id(9).value(), first.standby());
        assertEquals(List.of(), first.waits());
        assertEquals(List.of(1), swarm.viewers().get(1).waits());
    }

    private static Report report(Pool pool, Swarm... swarms) {
        return new Report(
                new Report.Tracker("t", "r", "ws://t", "0", 1, 1, 1),
                List.of(),
                List.of(new Report.Forward("edge", "h:1", "ws://h:2", true, 3, pool, null)),
                List.of(swarms));
    }

    @Test
    void drawsThePoolOfAForwardByItsUses() {
        String page = Page.of(report(new Pool(64, 32, 16, 112, 256)));

        assertTrue(page.contains("112 of 256"));
        assertTrue(page.contains("title=\"64 roots\" style=\"width:25.00%"));
        assertTrue(page.contains("title=\"32 first pictures\" style=\"width:12.50%"));
        assertTrue(page.contains("title=\"16 rescues\" style=\"width:6.25%"));
    }

    @Test
    void namesWhoWaits() {
        Pool pool = new Pool(0, 0, 0, 0, 1);
        String page = Page.of(report(pool, swarm(member(2, -1, place(0, 1, true), place(1, 0, false)))));
        assertTrue(page.contains("waiting: 000000 for [1]"));
        assertFalse(Page.of(report(pool, swarm(member(2, -1, place(0, 1, true)))))
                .contains("waiting: "));
    }
}
