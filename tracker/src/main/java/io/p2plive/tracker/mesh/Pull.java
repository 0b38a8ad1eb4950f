/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

/** What a viewer takes of a stripe from its forward. */
enum Pull {
    NONE,
    /** Until its parent delivers. */
    LEASE,
    /** As its only source. */
    STANDING
}
