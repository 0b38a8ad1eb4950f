/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * A swarm's time. Immutable.
 *
 * @param clockMillis a clock that never goes back
 * @param atEnd runs something at the end of this turn of the loop
 * @param soon runs something on the loop a moment later, which nobody notices
 */
record Turns(LongSupplier clockMillis, Executor atEnd, Executor soon) {
    long nowMillis() {
        return clockMillis.getAsLong();
    }
}
