/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Turns a leaked buffer into a failure of the test class after which it was found. Registered by the service loader, so
 * that no test can forget it. Safe from any thread.
 */
public final class LeakGuard implements AfterAllCallback {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
    private static final int COLLECTIONS = 2;
    private static final long COLLECTION_MILLIS = 2_000;

    static {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @Deprecated
            @SuppressWarnings("deprecation") // Abstract in Netty, so it must stand here.
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                    Class<T> resource, int samplingInterval, long maxActive) {
                return detector(resource, samplingInterval);
            }

            @Override
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
                return detector(resource, samplingInterval);
            }
        });
    }

    private static <T> ResourceLeakDetector<T> detector(Class<T> resource, int samplingInterval) {
        return new ResourceLeakDetector<>(resource, samplingInterval) {
            @Override
            protected void reportTracedLeak(String resourceType, String records) {
                LEAKS.add(resourceType + records);
            }

            @Override
            protected void reportUntracedLeak(String resourceType) {
                LEAKS.add(resourceType);
            }
        };
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        // A leak shows when the collector finds a buffer that nobody freed, and the next allocation looks.
        for (int i = 0; i < COLLECTIONS; i++) {
            collect();
        }
        ByteBuf probe = PooledByteBufAllocator.DEFAULT.buffer(1);
        probe.release();
        if (!LEAKS.isEmpty()) {
            String leaks = String.join("\n", LEAKS);
            LEAKS.clear();
            throw new AssertionError("leaked buffers:\n" + leaks);
        }
    }

    /**
     * Returns when the collector has run and has told so. One thread tells of all that was found, run by run: once the second
     * run is told of, all of the first was.
     */
    private static void collect() throws InterruptedException {
        ReferenceQueue<Object> found = new ReferenceQueue<>();
        Reference<Object> sentinel = new PhantomReference<>(new Object(), found);
        System.gc();
        found.remove(COLLECTION_MILLIS);
        Reference.reachabilityFence(sentinel);
    }
}
