/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.journal;

import io.p2plive.tracker.mesh.ForwardSlots;
import io.p2plive.tracker.mesh.Mesh;
import io.p2plive.tracker.mesh.MeshListener;
import java.util.Random;

/**
 * A mesh to which all that happens comes as an event with its time: so it happens the same way when it is written down,
 * when it is not, and when it happens again. While an event happens the mesh's clock stands still.
 *
 * <p>Confined to the mesh's caller.
 */
public final class TimedMesh {
    private final Mesh mesh;
    private final Journal.Run run;
    private long nowMillis;
    private boolean isEnded;

    /**
     * A mesh without viewers and forwards.
     *
     * @param slots the forwards' slots, which other meshes may use too
     * @param journal where its events are written down before they happen
     */
    public TimedMesh(MeshStart start, long atMillis, ForwardSlots slots, Journal journal, MeshListener listener) {
        this.nowMillis = atMillis;
        this.run = journal.begin(start, atMillis);
        // Its numbers are the same on every Java, by its specification.
        Random random = new Random(start.seed());
        this.mesh = new Mesh(start.settings(), start.times(), slots, () -> nowMillis, random, listener);
    }

    /**
     * Makes something happen; nothing does after the end.
     *
     * @param atMillis when; not before what happened before
     */
    public void apply(long atMillis, MeshEvent event) {
        if (isEnded) {
            return;
        }
        nowMillis = Math.max(nowMillis, atMillis);
        run.write(nowMillis, event);
        event.applyTo(mesh);
    }

    /** The mesh, to look at. */
    public Mesh mesh() {
        return mesh;
    }

    /** The mesh is not used any more, and gives back what it has of the forwards. */
    public void end(long atMillis) {
        if (isEnded) {
            return;
        }
        isEnded = true;
        run.end(Math.max(nowMillis, atMillis));
        mesh.end();
    }
}
