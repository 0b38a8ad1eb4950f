/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.tracker.journal.Journal;
import io.p2plive.tracker.mesh.ForwardSlots;

/**
 * What all swarms of a tracker have in common. Immutable.
 *
 * @param slots the forwards' slots, on which all draw
 * @param journal where what happens to their meshes is written down
 */
record Commons(SwarmSettings settings, ForwardSlots slots, Journal journal) {}
