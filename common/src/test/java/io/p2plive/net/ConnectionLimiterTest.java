/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionLimiterTest {

    @Test
    void admitsNoMoreThanItsNumberInAll() throws Exception {
        ConnectionLimiter limiter = new ConnectionLimiter(2, 2);

        assertTrue(limiter.admit(address(1)));
        assertTrue(limiter.admit(address(2)));
        assertFalse(limiter.admit(address(3)));
        assertEquals(2, limiter.open());
    }

    @Test
    void admitsNoMoreThanItsNumberOfOneAddress() throws Exception {
        ConnectionLimiter limiter = new ConnectionLimiter(10, 1);

        assertTrue(limiter.admit(address(1)));
        assertFalse(limiter.admit(address(1)));
        assertTrue(limiter.admit(address(2)));
        assertEquals(2, limiter.open());
    }

    @Test
    void givesAFreedPlaceToTheNext() throws Exception {
        ConnectionLimiter limiter = new ConnectionLimiter(1, 1);
        limiter.admit(address(1));

        limiter.release(address(1));

        assertTrue(limiter.admit(address(1)));
        limiter.release(address(1));
        assertEquals(0, limiter.open());
    }

    @Test
    void aRefusalTakesNoPlace() throws Exception {
        ConnectionLimiter limiter = new ConnectionLimiter(3, 1);
        limiter.admit(address(1));
        for (int i = 0; i < 100; i++) {
            assertFalse(limiter.admit(address(1)));
        }

        limiter.release(address(1));

        assertEquals(0, limiter.open());
        assertTrue(limiter.admit(address(1)));
    }

    @Test
    void keepsItsBoundsAndLosesNoPlaceUnderManyThreads() throws Exception {
        int max = 20;
        int maxPerAddress = 6;
        ConnectionLimiter limiter = new ConnectionLimiter(max, maxPerAddress);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<AtomicInteger> insideByAddress = List.of(
                new AtomicInteger(),
                new AtomicInteger(),
                new AtomicInteger(),
                new AtomicInteger(),
                new AtomicInteger());
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> runs = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            runs.add(pool.submit(() -> {
                start.await();
                List<Integer> held = new ArrayList<>();
                for (int i = 0; i < 20_000; i++) {
                    int who = i % insideByAddress.size();
                    if (held.size() < 4 && limiter.admit(address(who))) {
                        held.add(who);
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        assertTrue(insideByAddress.get(who).incrementAndGet() <= maxPerAddress);
                    } else if (!held.isEmpty()) {
                        leave(limiter, held.remove(0), inside, insideByAddress);
                    }
                }
                for (int who : held) {
                    leave(limiter, who, inside, insideByAddress);
                }
                return null;
            }));
        }
        start.countDown();
        for (Future<?> run : runs) {
            run.get(20, TimeUnit.SECONDS);
        }
        pool.shutdownNow();

        assertTrue(most.get() <= max, most + " were inside");
        assertEquals(0, limiter.open());
        for (int i = 0; i < maxPerAddress; i++) {
            assertTrue(limiter.admit(address(0)));
        }
    }

    private static void leave(
            ConnectionLimiter limiter, int who, AtomicInteger inside, List<AtomicInteger> insideByAddress)
            throws UnknownHostException {
        inside.decrementAndGet();
        insideByAddress.get(who).decrementAndGet();
        limiter.release(address(who));
    }

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    }
}
