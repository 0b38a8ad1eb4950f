/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.id.ViewerId;
import java.util.List;

/**
 * A viewer's part of the graph, to look at. Immutable.
 *
 * @param isPresent false while its connection is broken, or it is only known from what others reported
 * @param forward the forward that it pulls from, or null
 * @param standby its spare parent, or null
 */
public record ViewerView(
        ViewerId viewer,
        boolean isPresent,
        boolean shares,
        boolean isRoot,
        String forward,
        ViewerId standby,
        long joinedMillis,
        List<PlaceView> places) {

    /**
     * Its place in one stripe's tree.
     *
     * @param parent the viewer that feeds it, or null
     * @param pulls whether it may pull the stripe from its forward: for good without a parent, else until that delivers
     * @param depth how many viewers lie between it and the forward; −1 when no forward is reached that way
     */
    public record PlaceView(
            int stripe,
            ViewerId parent,
            boolean pulls,
            boolean isConnected,
            int depth,
            int slots,
            List<ViewerId> children) {}
}
