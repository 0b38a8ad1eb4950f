/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

/** Why a viewer lost its parent, as far as the mesh minds. */
public enum Loss {
    /** It worked, and ended. */
    BROKEN,
    /** The two could not connect. */
    UNREACHABLE,
    /** It fell ever further behind. */
    SLOW,
    /** It delivered what no broadcaster sent. */
    CORRUPT
}
