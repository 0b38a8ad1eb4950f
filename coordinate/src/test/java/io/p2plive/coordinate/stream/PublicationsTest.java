/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.coordinate.stream.Publications.Publication;
import io.p2plive.id.StreamName;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.StreamFormat;
import io.p2plive.protocol.StreamState;
import io.p2plive.testing.FakeLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicationsTest {
    private static final StreamName A = new StreamName("a");
    private static final StreamName B = new StreamName("b");
    private static final StreamName C = new StreamName("c");

    private final FakeLoop loop = new FakeLoop();
    private final LiveStreams streams = new LiveStreams(() -> loop, 10_000);
    private long nowSeconds = 1_000;
    private final Publications publications = new Publications(streams, 2, 2, () -> nowSeconds);
    private final List<String> replaced = new ArrayList<>();

    private Publication open(StreamName name, String identity) throws ProtocolException {
        return publications.open(name, identity, StreamFormat.MPEG1, () -> replaced.add(identity));
    }

    private void assertRefused(RefusalReason reason, StreamName name, String identity) {
        ProtocolException byCheck = assertThrows(ProtocolException.class, () -> publications.check(name, identity));
        ProtocolException byOpen = assertThrows(ProtocolException.class, () -> open(name, identity));
        assertEquals(reason, byCheck.reason());
        assertEquals(reason, byOpen.reason());
    }

    @Test
    void letsOnePublisherPushAName() throws ProtocolException {
        open(A, "10.0.0.1");
        assertRefused(RefusalReason.ALREADY_LIVE, A, "10.0.0.2");
        assertDoesNotThrow(() -> publications.check(B, "10.0.0.2"));
        loop.runTasks();
        assertEquals(StreamState.LIVE, streams.summary(A).state());
    }

    @Test
    void changesNothingByChecking() throws ProtocolException {
        publications.check(A, "x");
        publications.check(B, "x");
        publications.check(C, "x");
        assertTrue(streams.all().isEmpty());
        open(A, "y");
    }

    @Test
    void freesTheNameOfAPushThatIsOver() throws ProtocolException {
        publications.close(open(A, "10.0.0.1"));
        assertEquals(A, open(A, "10.0.0.2").name());
        assertRefused(RefusalReason.ALREADY_LIVE, A, "10.0.0.1");
    }

    @Test
    void letsTheSamePublisherTakeItsOwnPushOver() throws ProtocolException {
        Publication first = open(A, "10.0.0.1");
        Publication second = open(A, "10.0.0.1");
        assertEquals(List.of("10.0.0.1"), replaced);
        assertTrue(second.epoch().number() > first.epoch().number());
    }

    @Test
    void keepsTheNewPushWhenTheOneThatItReplacedEnds() throws ProtocolException {
        Publication first = open(A, "10.0.0.1");
        open(A, "10.0.0.1");
        publications.close(first);
        assertRefused(RefusalReason.ALREADY_LIVE, A, "10.0.0.2");
    }

    @Test
    void givesEpochsThatAlwaysGrow() throws ProtocolException {
        assertEquals(1_000, open(A, "x").epoch().number(), "Unix time, so that a restart does not go back");
        assertEquals(1_001, open(A, "x").epoch().number(), "two in one second");
        nowSeconds = 900;
        assertEquals(1_002, open(A, "x").epoch().number(), "a clock that was set back");
        nowSeconds = 5_000;
        assertEquals(5_000, open(A, "x").epoch().number());
        assertEquals(5_000, open(B, "x").epoch().number(), "each stream has its own");
    }

    @Test
    void refusesMoreNamesThanItMayHold() throws ProtocolException {
        publications.close(open(A, "x"));
        open(B, "x");
        assertRefused(RefusalReason.TOO_MANY_STREAMS, C, "x");
        assertDoesNotThrow(() -> open(A, "x"), "a name that is known needs no further place");
    }

    @Test
    void letsNobodyInWhileDraining() throws ProtocolException {
        open(A, "x");
        publications.drain();
        assertRefused(RefusalReason.DRAINING, A, "x");
        assertRefused(RefusalReason.DRAINING, B, "x");
        assertEquals(List.of(), replaced, "what runs is not replaced by what is refused");
    }
}
