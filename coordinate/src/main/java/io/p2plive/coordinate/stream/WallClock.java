/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time of day, as chunks are stamped with it. */
public final class WallClock {
    private WallClock() {}

    /** Unix time. */
    public static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** Unix time. */
    public static long nowSeconds() {
        return Instant.now().getEpochSecond();
    }
}
