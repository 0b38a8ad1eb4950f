/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.id.ViewerId;
import io.p2plive.simulator.measure.ViewerRecord;
import io.p2plive.tracker.mesh.Assignment;

/** A viewer as the tracker and the crowd see it. */
interface Member {
    /** Its id. */
    ViewerId id();

    /** One way, as this end draws it. */
    long delayMicros();

    /** Whether it has come and not gone. */
    boolean isHere();

    /** The tracker's whole word. */
    void onAssigned(Assignment assignment);

    /** Goes: with a word to all, or without one, which the others notice after a while. */
    void depart(boolean isCrash, long noticedMicros);

    /** The run is over. */
    void settle();

    /** What it went through. */
    ViewerRecord record();
}
