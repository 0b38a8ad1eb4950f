/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import io.p2plive.id.ViewerId;

/** One edge as one of its ends names it: the stripe, and the viewer at the other end. Immutable. */
public record Link(int stripe, ViewerId viewer) {}
