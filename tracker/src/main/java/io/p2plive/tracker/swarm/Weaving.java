/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.id.StreamName;
import io.p2plive.tracker.journal.MeshEvent;
import io.p2plive.tracker.journal.MeshStart;
import io.p2plive.tracker.journal.TimedMesh;
import io.p2plive.tracker.mesh.Mesh;
import io.p2plive.tracker.mesh.MeshListener;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * A swarm's mesh, and the one road by which something happens to it. For another number of stripes it is another mesh.
 *
 * <p>Confined to the swarm's loop.
 */
final class Weaving {
    private final StreamName stream;
    private final Commons commons;
    private final LongSupplier clockMillis;
    private final MeshListener listener;
    private TimedMesh timed;

    Weaving(StreamName stream, Commons commons, LongSupplier clockMillis, MeshListener listener) {
        this.stream = stream;
        this.commons = commons;
        this.clockMillis = clockMillis;
        this.listener = listener;
        this.timed = begin(commons.settings().mesh().stripes());
    }

    private TimedMesh begin(int stripes) {
        MeshStart start = new MeshStart(
                stream,
                commons.settings().mesh().withStripes(stripes),
                commons.settings().times(),
                ThreadLocalRandom.current().nextLong(),
                System.currentTimeMillis());
        return new TimedMesh(start, clockMillis.getAsLong(), commons.slots(), commons.journal(), listener);
    }

    /** Makes something happen now. */
    void happen(MeshEvent event) {
        timed.apply(clockMillis.getAsLong(), event);
    }

    /** The mesh, to look at. */
    Mesh mesh() {
        return timed.mesh();
    }

    /** Begins anew, without viewers and forwards. */
    void restart(int stripes) {
        end();
        timed = begin(stripes);
    }

    void end() {
        timed.end(clockMillis.getAsLong());
    }
}
