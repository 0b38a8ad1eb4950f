/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.relay;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks forwards' names up on threads of its own: Java's resolver makes its caller wait, for many seconds where a name
 * server is dead, and the loops carry the pushes. Safe from any thread.
 */
final class ForwardNames extends AddressResolverGroup<InetSocketAddress> {
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 10_000;
    private static final long IDLE_SECONDS = 30;

    private final Lookup lookup;
    private final ExecutorService threads;

    /** Name to address, however long that takes. */
    @FunctionalInterface
    interface Lookup {
        InetAddress of(String host) throws UnknownHostException;
    }

    ForwardNames(Lookup lookup) {
        this.lookup = lookup;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING),
                new DefaultThreadFactory("forward-names", true));
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new InetSocketAddressResolver(executor, new InetNameResolver(executor) {
            @Override
            protected void doResolve(String host, Promise<InetAddress> promise) {
                lookUp(host, promise);
            }

            @Override
            protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
                promise.setFailure(new UnsupportedOperationException("one address will do"));
            }
        });
    }

    private void lookUp(String host, Promise<InetAddress> promise) {
        try {
            threads.execute(() -> {
                try {
                    promise.trySuccess(lookup.of(host));
                } catch (UnknownHostException e) {
                    promise.tryFailure(new UnknownHostException("unknown host " + host));
                }
            });
        } catch (RejectedExecutionException e) {
            promise.tryFailure(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        super.close();
    }
}
