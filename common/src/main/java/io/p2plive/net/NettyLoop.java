/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.p2plive.loop.Loop;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A Netty event loop as the core sees it. Safe from any thread. */
public final class NettyLoop implements Loop {
    private final EventLoop eventLoop;

    /** The loop that is this event loop. */
    public NettyLoop(EventLoop eventLoop) {
        this.eventLoop = Objects.requireNonNull(eventLoop, "eventLoop");
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        return timer(eventLoop.schedule(task, delayMillis, TimeUnit.MILLISECONDS));
    }

    @Override
    public Timer repeat(long periodMillis, Runnable task) {
        return timer(eventLoop.scheduleAtFixedRate(task, periodMillis, periodMillis, TimeUnit.MILLISECONDS));
    }

    private static Timer timer(Future<?> future) {
        return () -> future.cancel(false);
    }

    @Override
    public boolean isCurrent() {
        return eventLoop.inEventLoop();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
