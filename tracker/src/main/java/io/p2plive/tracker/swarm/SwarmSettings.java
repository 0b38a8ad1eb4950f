/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.MeshTimes;

/**
 * What all swarms of a tracker keep to. Immutable.
 *
 * @param mesh for a stream whose number of stripes is not known yet
 * @param maxViewers of all swarms together
 * @param maxUnknownSwarms how many swarms there may be for streams of which no coordinate has heard
 */
public record SwarmSettings(MeshSettings mesh, MeshTimes times, int maxViewers, int maxUnknownSwarms) {}
