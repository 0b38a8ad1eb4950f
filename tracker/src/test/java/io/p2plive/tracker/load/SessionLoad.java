/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.load;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.Future;
import io.p2plive.id.ViewerId;
import io.p2plive.net.NettyLoop;
import io.p2plive.net.Routes;
import io.p2plive.net.ServerPipeline;
import io.p2plive.net.Transport;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.SwarmMessage.Source;
import io.p2plive.protocol.SwarmMessage.Statistics;
import io.p2plive.protocol.SwarmMessage.Target;
import io.p2plive.tracker.journal.Journal;
import io.p2plive.tracker.journal.JournalFile;
import io.p2plive.tracker.mesh.MeshSettings;
import io.p2plive.tracker.mesh.MeshTimes;
import io.p2plive.tracker.signaling.ResourceEndpoint;
import io.p2plive.tracker.signaling.SessionLimits;
import io.p2plive.tracker.swarm.SwarmSettings;
import io.p2plive.tracker.swarm.SwarmView;
import io.p2plive.tracker.swarm.Swarms;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Measures what a crowd of viewers costs a tracker: heap with all of them there, joins a second, how long the swarm is
 * busy with one message. Each has the real pipeline, session and place in the swarm, on real loops; the viewers' own side
 * takes part of the processor and some of the heap. Left out: sockets, what epoll keeps for them, TLS.
 *
 * <pre>java -Xmx1g -cp tracker/target/test-classes:tracker/target/tracker.jar io.p2plive.tracker.load.SessionLoad 100000</pre>
 */
public final class SessionLoad implements AutoCloseable {
    private static final int MESSAGES_PER_SECOND = 1_000;
    private static final long PATIENCE_SECONDS = 120;
    private static final long WAITING_SECONDS = 20;
    private static final long MAX_LOG_BYTES = 1_000_000_000;
    private static final long POLL_NANOS = 5_000_000;

    private final int size;
    private final LoadCounts counts = new LoadCounts();
    private final List<LoadViewer> viewers = new ArrayList<>();
    private final Transport transport = Transport.open(0);
    private final TimedLoop loop = new TimedLoop(new NettyLoop(transport.loops().next()));
    private final Swarms swarms;
    private final Routes routes;

    private SessionLoad(int size, Journal journal) {
        this.size = size;
        this.swarms = new Swarms(
                () -> loop,
                new SwarmSettings(new MeshSettings(2, 1, 8, 2, 256, 32), MeshTimes.DEFAULT, size, 1),
                journal);
        this.routes = new Routes()
                .at(
                        HttpMethod.GET,
                        "/resource",
                        new ResourceEndpoint(swarms, new SessionLimits(60_000, MESSAGES_PER_SECOND)));
    }

    /** Runs the measurement; the arguments are the number of viewers and, where it is wanted, a file for the event log. */
    public static void main(String[] arguments) throws Exception {
        int size = Integer.parseInt(arguments[0]);
        if (arguments.length == 1) {
            run(size, Journal.NONE);
            return;
        }
        try (JournalFile journal = JournalFile.open(Path.of(arguments[1]), MAX_LOG_BYTES)) {
            run(size, journal);
        }
    }

    static Outcome run(int size, Journal journal) throws Exception {
        try (SessionLoad load = new SessionLoad(size, journal)) {
            return load.run();
        }
    }

    /** What became of the crowd: how many the swarm knows, how many connections were closed, how many places wait. */
    record Outcome(int size, long closed, int waiting) {}

    private Outcome run() throws Exception {
        swarms.forwards(List.of(new ForwardEntry("edge", "localhost:9999", "ws://localhost:9998", true)));
        long heapBefore = usedHeap();
        long startNanos = System.nanoTime();
        for (int number = 0; number < size; number++) {
            counts.beforeComing();
            come(number);
        }
        await(() -> counts.answered.get() == size);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        settle();
        print("joined %,d in %.1f s: %,.0f a second", size, seconds, size / seconds);
        awaitNobodyWaits();
        reportStatistics();
        // Before the heap is measured, which stops everything for a while.
        print("swarm's messages: %s", loop.messages);
        print("swarm's ticks: %s", loop.ticks);
        long heap = usedHeap() - heapBefore;
        print("heap %,d MB, %,d bytes a viewer", heap / 1_000_000, heap / size);
        print("told %,d messages, %,d to wait", counts.heard.get(), counts.waits.get());
        SwarmView swarm =
                swarms.views(0).get(PATIENCE_SECONDS, TimeUnit.SECONDS).get(0);
        Outcome outcome = new Outcome(swarm.size(), counts.closed.get(), swarm.waiting());
        print("%s", outcome);
        return outcome;
    }

    private SwarmView swarm() throws Exception {
        return swarms.views(0).get(PATIENCE_SECONDS, TimeUnit.SECONDS).get(0);
    }

    /** Slots are given as they are proved, and the swarm goes on with that from tick to tick. */
    private void awaitNobodyWaits() throws Exception {
        long startNanos = System.nanoTime();
        int first = swarm().waiting();
        long deadline = startNanos + TimeUnit.SECONDS.toNanos(WAITING_SECONDS);
        while (swarm().waiting() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        settle();
        print(
                "%,d places waited when the last one came, %,d after %.1f s more",
                first, swarm().waiting(), (System.nanoTime() - startNanos) / 1e9);
    }

    @Override
    public void close() {
        transport.close();
    }

    private void come(int number) throws UnknownHostException {
        byte[] address = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
        LoadViewer viewer =
                new LoadViewer(number, new InetSocketAddress(InetAddress.getByAddress(address), 50_000), counts);
        viewers.add(viewer);
        EventLoop own = transport.loops().next();
        own.register(viewer.channel);
        own.execute(() -> {
            ServerPipeline.assemble(viewer.channel.pipeline(), routes);
            viewer.come();
        });
    }

    /** Everybody says once how it goes: the last word of each is kept. */
    private void reportStatistics() throws Exception {
        long startNanos = System.nanoTime();
        for (LoadViewer viewer : viewers) {
            viewer.channel.eventLoop().execute(() -> viewer.say(statistics()));
        }
        settle();
        print("statistics of all in %.1f s", (System.nanoTime() - startNanos) / 1e9);
    }

    private static Statistics statistics() {
        ViewerId other = new ViewerId("0123456789abcdef0123456789abcdef");
        List<Source> sources = List.of(new Source(0, other.value(), 500), new Source(1, other.value(), 500));
        List<Target> targets = List.of(new Target(other, List.of(0), 500), new Target(other, List.of(0), 500));
        return new Statistics("live", 1_200, 900, 9, sources, targets, 1, 2, 3, 4, 5, 6, 7L, 30);
    }

    /** All that is said has been heard, and all that follows from it. */
    private void settle() throws Exception {
        for (long before = -1, now = counts.heard.get(); before != now; now = counts.heard.get()) {
            before = now;
            for (int round = 0; round < 20; round++) {
                for (EventLoop each : loops()) {
                    Future<?> done = each.submit(() -> {});
                    if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                        throw new TimeoutException("a loop is stuck");
                    }
                }
            }
        }
    }

    private List<EventLoop> loops() {
        List<EventLoop> loops = new ArrayList<>();
        transport.loops().forEach(each -> loops.add((EventLoop) each));
        return loops;
    }

    private static void await(BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("not everybody was answered");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
