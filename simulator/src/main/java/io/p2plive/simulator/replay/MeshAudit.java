/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.replay;

import io.p2plive.id.ViewerId;
import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.ViewerView;
import io.p2plive.tracker.mesh.ViewerView.PlaceView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a mesh is as every mesh has to be, as far as it shows itself. */
final class MeshAudit {
    private MeshAudit() {}

    /** The first thing that is wrong, in words. */
    static Optional<String> firstFault(Stream<ViewerView> views, MeshSettings settings) {
        Map<ViewerId, ViewerView> all = new HashMap<>();
        views.forEach(view -> all.put(view.viewer(), view));
        for (ViewerView view : all.values()) {
            int feeds = 0;
            for (PlaceView place : view.places()) {
                feeds += place.children().isEmpty() ? 0 : 1;
                String fault = faultOf(view.viewer(), place, settings, all);
                if (fault != null) {
                    return Optional.of(view.viewer() + ", stripe " + place.stripe() + ": " + fault);
                }
            }
            if (feeds > 1) {
                return Optional.of(view.viewer() + ": feeds others in two stripes");
            }
        }
        return Optional.empty();
    }

    private static String faultOf(
            ViewerId viewer, PlaceView place, MeshSettings settings, Map<ViewerId, ViewerView> all) {
        if (place.children().size() > place.slots()) {
            return "more children than slots";
        }
        if (place.depth() > settings.maxDepth()) {
            return "too deep";
        }
        for (ViewerId child : place.children()) {
            if (!all.containsKey(child) || !viewer.equals(parentOf(all.get(child), place.stripe()))) {
                return "a child that hangs elsewhere";
            }
        }
        if (place.parent() == null) {
            return null;
        }
        ViewerView parent = all.get(place.parent());
        if (parent == null || !parent.places().get(place.stripe()).children().contains(viewer)) {
            return "a parent that does not know it";
        }
        return hangsBelowItself(viewer, place.stripe(), all) ? "hangs below itself" : null;
    }

    private static ViewerId parentOf(ViewerView view, int stripe) {
        return view == null ? null : view.places().get(stripe).parent();
    }

    private static boolean hangsBelowItself(ViewerId viewer, int stripe, Map<ViewerId, ViewerView> all) {
        Set<ViewerId> above = new HashSet<>();
        ViewerId at = viewer;
        while (at != null) {
            if (!above.add(at)) {
                return true;
            }
            at = parentOf(all.get(at), stripe);
        }
        return false;
    }
}
