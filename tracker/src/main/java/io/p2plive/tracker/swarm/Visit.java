/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.tracker.mesh.Origin;

/**
 * How a viewer's connection came. Immutable.
 *
 * @param reachedAs the host by which it reached the tracker
 * @param origin where in the network it is
 */
public record Visit(String reachedAs, Origin origin) {}
