/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

/**
 * A forward's part in this swarm, to look at. Immutable.
 *
 * @param viewers how many pull this stream from it
 * @param roots how many of those pull the whole of it for good
 * @param usage its slots, of which other streams may take some
 */
public record ForwardView(String name, boolean isAlive, int viewers, int roots, ForwardSlots.Usage usage) {}
