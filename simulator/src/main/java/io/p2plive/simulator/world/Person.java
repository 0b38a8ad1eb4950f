/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.id.ViewerId;
import io.p2plive.tracker.mesh.Origin;

/**
 * Somebody who comes to watch. Immutable.
 *
 * @param streams how many times the stream's rate it can send
 * @param shares whether it offers to pass the stream on; one who cannot may not know it
 */
record Person(ViewerId id, double streams, boolean shares, Origin origin, long delayMicros) {}
