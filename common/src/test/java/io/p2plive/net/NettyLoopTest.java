/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.loop.Loop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyLoopTest {
    private final Transport transport = Transport.open(1);
    private final Loop loop = new NettyLoop(transport.loops().next());

    @AfterEach
    void stop() {
        transport.close();
        assertTrue(transport.loops().isTerminated());
    }

    @Test
    void runsWhatIsHandedOverOnItsOwnThread() throws Exception {
        CompletableFuture<Boolean> isCurrent = new CompletableFuture<>();

        loop.execute(() -> isCurrent.complete(loop.isCurrent()));

        assertTrue(isCurrent.get(5, TimeUnit.SECONDS));
        assertFalse(loop.isCurrent());
    }

    @Test
    void runsATimerNotBeforeItsTime() throws Exception {
        CompletableFuture<Long> ranAtNanos = new CompletableFuture<>();
        long begunAtNanos = loop.nanoTime();

        loop.schedule(20, () -> ranAtNanos.complete(loop.nanoTime()));

        assertTrue(ranAtNanos.get(5, TimeUnit.SECONDS) - begunAtNanos >= 20_000_000);
    }

    @Test
    void neverRunsATimerThatWasCancelled() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch later = new CountDownLatch(1);

        loop.schedule(10, runs::incrementAndGet).cancel();
        loop.schedule(30, later::countDown);

        assertTrue(later.await(5, TimeUnit.SECONDS));
        assertFalse(runs.get() > 0);
    }

    @Test
    void repeatsUntilCancelled() throws Exception {
        CountDownLatch thrice = new CountDownLatch(3);
        Loop.Timer timer = loop.repeat(1, thrice::countDown);

        assertTrue(thrice.await(5, TimeUnit.SECONDS));
        timer.cancel();
        timer.cancel();
    }
}
