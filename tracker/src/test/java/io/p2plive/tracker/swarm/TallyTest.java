/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.p2plive.protocol.SwarmMessage.LossReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void saysNothingWhenNothingHappened() {
        assertEquals(Optional.empty(), tally.due(1_000_000));
    }

    @Test
    void sumsUpTenSecondsAfterTheFirstThatHappened() {
        tally.joined(1_000);
        tally.joined(5_000);
        tally.left(6_000);
        tally.disconnected(7_000);
        tally.lost(LossReason.SILENT, 8_000);
        tally.lost(LossReason.CONNECT_FAILED, 8_000);
        tally.lost(LossReason.SILENT, 9_000);

        assertEquals(Optional.empty(), tally.due(10_999));
        assertEquals(
                Optional.of("joined=2 left=1 disconnected=1 lost=3 (silent:2,connect-failed:1)"), tally.due(11_000));
    }

    @Test
    void countsAnewAfterEachSum() {
        tally.joined(0);
        tally.lost(LossReason.BYE, 0);
        tally.due(10_000);
        assertEquals(Optional.empty(), tally.due(50_000));

        tally.left(60_000);
        assertEquals(Optional.empty(), tally.due(69_999));
        assertEquals(Optional.of("joined=0 left=1 disconnected=0 lost=0"), tally.due(70_000));
    }
}
