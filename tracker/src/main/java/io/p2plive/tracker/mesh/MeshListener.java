/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.id.ViewerId;

/** Who hears the mesh's decisions. Called at the end of the event that caused them, on the caller's thread. */
public interface MeshListener {
    /** What the viewer shall have from now on: the whole of it. */
    void onAssigned(ViewerId viewer, Assignment assignment);

    /** There is no source for one of the viewer's stripes just now; an assignment follows when there is one. */
    void onWaiting(ViewerId viewer);
}
