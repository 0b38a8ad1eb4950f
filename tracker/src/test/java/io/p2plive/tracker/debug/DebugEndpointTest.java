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
import io.p2plive.net.AdminAccess;
import io.p2plive.net.HttpCall;
import io.p2plive.net.HttpRefusal;
import io.p2plive.protocol.NodeMessage.Registration;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.testing.FakeLoop;
import io.p2plive.tracker.debug.Report.Source;
import io.p2plive.tracker.debug.Report.Swarm;
import io.p2plive.tracker.debug.Report.Viewer;
import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.MeshTimes;
import io.p2plive.tracker.swarm.SwarmSettings;
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
                FakeLoop::new, new SwarmSettings(new MeshSettings(2, 2, 2, 64, 32), MeshTimes.DEFAULT, 10, 10));
        return new DebugEndpoint(new DebugEndpoint.Sources(swarms, List.of(), () -> SELF, 66, Map::of), access);
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
                null,
                List.of(),
                List.of(),
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
}
