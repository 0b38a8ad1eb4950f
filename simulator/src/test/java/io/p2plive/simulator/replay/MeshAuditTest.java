/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.p2plive.id.ViewerId;
import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.ViewerView;
import io.p2plive.tracker.mesh.ViewerView.PlaceView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeshAuditTest {
    private static final MeshSettings SETTINGS = new MeshSettings(2, 2, 8, 2, 128, 4);

    private static ViewerId id(int number) {
        return new ViewerId(String.format("%032x", number));
    }

    private static PlaceView place(int stripe, int parent, int slots, Integer... children) {
        List<ViewerId> below = Stream.of(children).map(MeshAuditTest::id).toList();
        return new PlaceView(stripe, parent == 0 ? null : id(parent), parent == 0, true, 0, slots, below);
    }

    private static ViewerView viewer(int number, PlaceView... places) {
        return new ViewerView(id(number), true, true, false, null, null, 0, List.of(places));
    }

    private static String faultOf(ViewerView... views) {
        return MeshAudit.firstFault(Stream.of(views), SETTINGS)
                .map(fault -> fault.substring(fault.lastIndexOf(": ") + 2))
                .orElse("none");
    }

    @Test
    void aMeshInOrderHasNoFault() {
        ViewerView top = viewer(1, place(0, 0, 2, 2), place(1, 0, 0));
        ViewerView below = viewer(2, place(0, 1, 0), place(1, 0, 2));
        assertEquals(Optional.empty(), MeshAudit.firstFault(Stream.of(top, below), SETTINGS));
    }

    @Test
    void whatNoMeshMayBeIsNamed() {
        assertEquals(
                "more children than slots",
                faultOf(
                        viewer(1, place(0, 0, 1, 2, 3), place(1, 0, 0)),
                        viewer(2, place(0, 1, 0), place(1, 0, 0)),
                        viewer(3, place(0, 1, 0), place(1, 0, 0))));
        assertEquals(
                "a child that hangs elsewhere",
                faultOf(viewer(1, place(0, 0, 2, 2), place(1, 0, 0)), viewer(2, place(0, 0, 0), place(1, 0, 0))));
        assertEquals("a child that hangs elsewhere", faultOf(viewer(1, place(0, 0, 2, 2), place(1, 0, 0))));
        assertEquals(
                "a parent that does not know it",
                faultOf(viewer(1, place(0, 0, 2), place(1, 0, 0)), viewer(2, place(0, 1, 0), place(1, 0, 0))));
        assertEquals(
                "hangs below itself",
                faultOf(viewer(1, place(0, 2, 2, 2), place(1, 0, 0)), viewer(2, place(0, 1, 2, 1), place(1, 0, 0))));
        assertEquals(
                "feeds others in two stripes",
                faultOf(viewer(1, place(0, 0, 2, 2), place(1, 0, 2, 2)), viewer(2, place(0, 1, 0), place(1, 1, 0))));
    }
}
