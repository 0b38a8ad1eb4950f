/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

/** A forward as whoever watches it sees it now. Immutable. */
public record ForwardState(String name, boolean isAlive) {}
