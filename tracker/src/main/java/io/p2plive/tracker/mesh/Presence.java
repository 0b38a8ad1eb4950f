/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

/** Whether a viewer is there. */
enum Presence {
    PRESENT,
    /** Its connection broke; its links may well work. */
    AWAY,
    /** Others reported edges to it after the graph was lost; it has not come back yet. */
    EXPECTED
}
