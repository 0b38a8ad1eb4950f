/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

/**
 * A forward's slots in this swarm, to look at. Immutable.
 *
 * @param viewers how many pull from it, roots and leases
 */
public record ForwardView(String name, boolean isAlive, int viewers, int roots, int leases, int budget) {}
