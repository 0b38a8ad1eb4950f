/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.p2plive.bench.Table;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A handful of viewers for a moment: whether it measures, not what. A load that misses a message fails. */
class SignalingIT {
    private static final String FEW = " --candidates floor,tracker --tracker ../tracker/target/tracker.jar --rounds 1"
            + " --viewers 20 --at-once 5 --waves 1 --join-warm-seconds 0 --pairs 3 --depth 2 --seconds 1"
            + " --relay-warm-seconds 0 --idle-viewers 30 --settle-millis 50 --server-core 0 --load-core 0"
            + " --java-options -XX:TieredStopAtLevel=1";

    @ParameterizedTest
    @ValueSource(strings = {"offer --port 22900", "candidate --port 22910", "join --port 22920", "idle --port 22930"})
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void everyMessageArrives(String part) {
        Table table = Table.of(("signaling --parts " + part + FEW).split(" "));

        assertEquals(List.of(0.0, 0.0), table.row("messages refused"));
        assertEquals(List.of(0.0, 0.0), table.row("connections lost"));
    }
}
