/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The guard itself, seen at work on test classes that run inside of this one. */
class LeakGuardTest {
    /** The classes that leak do so only where it is expected. */
    private static boolean isWanted;

    @Test
    void failsAClassThatForgetsABuffer() {
        String failure = failureOf(Forgetful.class);

        assertTrue(failure.contains("leaked buffers:"), failure);
        assertTrue(failure.contains("left behind by a test"), failure);
    }

    @Test
    void failsAClassThatForgetsAPieceOfABuffer() {
        assertTrue(failureOf(ForgetfulOfAPiece.class).contains("a piece left behind by a test"));
    }

    @Test
    void leavesAClassAloneThatFreesWhatItTakes() {
        EngineExecutionResults results = run(Tidy.class);

        results.containerEvents().assertStatistics(statistics -> statistics.failed(0));
        results.testEvents().assertStatistics(statistics -> statistics.succeeded(1));
    }

    private static String failureOf(Class<?> testClass) {
        EngineExecutionResults results = run(testClass);
        results.testEvents().assertStatistics(statistics -> statistics.succeeded(1));
        assertEquals(1, results.containerEvents().failed().count());
        return results.containerEvents().failed().stream()
                .map(Event::getPayload)
                .map(payload -> (TestExecutionResult) payload.orElseThrow())
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .findFirst()
                .orElseThrow();
    }

    private static EngineExecutionResults run(Class<?> testClass) {
        isWanted = true;
        try {
            return execute(testClass);
        } finally {
            isWanted = false;
        }
    }

    private static EngineExecutionResults execute(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .selectors(selectClass(testClass))
                .execute();
    }

    static class Forgetful {
        @Test
        void leaks() {
            assumeTrue(isWanted);
            PooledByteBufAllocator.DEFAULT.buffer(16).touch("left behind by a test");
        }
    }

    static class ForgetfulOfAPiece {
        @Test
        void leaks() {
            assumeTrue(isWanted);
            ByteBuf whole = PooledByteBufAllocator.DEFAULT.buffer(16).writeZero(16);
            whole.readRetainedSlice(4).touch("a piece left behind by a test");
            whole.release();
        }
    }

    static class Tidy {
        @Test
        void leaksNothing() {
            ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer(16);
            buffer.retainedDuplicate().release();
            buffer.release();
            Unpooled.buffer(16).release();
        }
    }
}
