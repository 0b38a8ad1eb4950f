/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.forwards;

/** Whether a forward lives: so at its first answer, no longer after some failures in a row. Confined to its owner. */
final class Health {
    private static final int FAILURES_TO_DIE = 2;

    private boolean isAlive;
    private int failures;

    boolean isAlive() {
        return isAlive;
    }

    void onAnswer() {
        isAlive = true;
        failures = 0;
    }

    void onFailure() {
        failures++;
        if (failures >= FAILURES_TO_DIE) {
            isAlive = false;
        }
    }
}
