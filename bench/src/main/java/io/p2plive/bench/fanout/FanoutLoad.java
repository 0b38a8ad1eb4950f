/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import io.p2plive.bench.harness.Arguments;
import io.p2plive.bench.harness.Figures;
import io.p2plive.bench.harness.Latencies;
import io.p2plive.bench.harness.ServerCost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The load's process: viewers and the source of one server; prints figures as {@code name=value} lines. */
public final class FanoutLoad {
    private static final long DRAIN_MILLIS = 5_000;
    private static final long SETTLE_MILLIS = 3_000;

    private final Arguments arguments;
    private final ServerCost cost;
    private final Deliveries deliveries = new Deliveries();
    private final ViewerLoop loop;
    private final RelayFeed feed;

    private FanoutLoad(Arguments arguments) throws IOException {
        this.arguments = arguments;
        this.cost = new ServerCost(Long.parseLong(arguments.text("server")));
        this.loop = new ViewerLoop(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), arguments.number("viewerPort")),
                deliveries,
                arguments.number("napMicros"));
        this.feed = new RelayFeed(
                arguments.number("relayPort"), arguments.number("chunksPerSecond"), arguments.number("chunkBytes"));
        deliveries.from(feed);
    }

    /** The arguments are those that {@link FanoutRound} gives. */
    public static void main(String[] arguments) throws Exception {
        FanoutLoad load = new FanoutLoad(Arguments.of(arguments));
        try (load.loop;
                load.feed) {
            load.run();
        } catch (IOException e) {
            load.breakOff(e);
        }
    }

    private void run() throws Exception {
        switch (arguments.text("part")) {
            case "delay" -> delay();
            case "memory" -> memory();
            default -> slowViewer();
        }
    }

    /** To a trial it is a figure that the server does not bear so many; whatever else fails is an error. */
    private void breakOff(IOException fault) throws IOException {
        boolean isServers = fault instanceof NotServedException || !cost.isServerAlive();
        if (!isServers || !"true".equals(arguments.text("isTrial"))) {
            throw fault;
        }
        System.out.println("broken off: " + fault.getMessage());
        print("brokenOff", 1);
    }

    private void delay() throws Exception {
        loop.gather(arguments.number("viewers"), true);
        feed.start();
        loop.run(TimeUnit.SECONDS.toMillis(arguments.number("warmSeconds")));
        printDelays("first", deliveries.takeDelays());
        long lostBefore = lost();
        print("firstLost", lostBefore);
        measure();
        printDelays("", deliveries.takeDelays());
        drain();
        printWholeness(lostBefore);
    }

    private void measure() throws IOException {
        long before = deliveries.delivered();
        ServerCost.Reading start = cost.read();
        loop.run(TimeUnit.SECONDS.toMillis(arguments.number("seconds")));
        ServerCost.Span span = start.until(cost.read());
        long count = deliveries.delivered() - before;
        print("perSecond", span.perSecond(count));
        print("cpuMicros", (double) span.serverMicros() / Math.max(1, count));
        print("serverBusy", span.serverBusy());
        print("loadBusy", span.loadBusy());
        print("othersBusy", span.othersBusy());
    }

    private void drain() throws IOException, InterruptedException {
        feed.stop();
        loop.runUntil(() -> loop.viewers().stream().allMatch(this::hasAll), DRAIN_MILLIS);
    }

    private boolean hasAll(ViewerSocket viewer) {
        return viewer.next() == feed.sent() || viewer.isLost() || !viewer.isReading();
    }

    private long lost() {
        return reading().stream().mapToLong(ViewerSocket::gaps).sum();
    }

    private List<ViewerSocket> reading() {
        return loop.viewers().stream().filter(ViewerSocket::isReading).toList();
    }

    private void printWholeness(long lostBefore) {
        List<ViewerSocket> viewers = reading();
        long tail = viewers.stream()
                .mapToLong(viewer -> feed.sent() - viewer.next())
                .sum();
        print("viewers", viewers.size());
        print(
                "whole",
                viewers.stream()
                        .filter(viewer -> viewer.next() == feed.sent() && viewer.gaps() == 0)
                        .count());
        print("lost", lost() - lostBefore + tail);
        print("repeats", viewers.stream().mapToLong(ViewerSocket::repeats).sum());
        print("closed", viewers.stream().filter(ViewerSocket::isLost).count());
    }

    /** A part of the viewers comes first, so that what the server needs once is not counted. */
    private void memory() throws Exception {
        int viewers = arguments.number("viewers");
        int first = viewers / 3;
        feed.start();
        loop.gather(first, true);
        Memory before = memoryNow();
        loop.gather(viewers - first, true);
        Memory after = memoryNow();
        feed.stop();
        double count = viewers - first;
        print("residentBytes", (after.resident - before.resident) / count);
        if (after.heap > 0) {
            print("heapBytes", (after.heap - before.heap) / count);
        }
        print("residentMegabytes", after.resident / 1e6);
    }

    private record Memory(long resident, long heap) {}

    private Memory memoryNow() throws Exception {
        loop.run(SETTLE_MILLIS);
        long heap = 0;
        if (arguments.text("isJava").equals("true")) {
            heap = cost.collectHeap();
        } else {
            cost.collectByWord();
        }
        loop.run(SETTLE_MILLIS);
        return new Memory(cost.residentBytes(), heap);
    }

    private void slowViewer() throws Exception {
        loop.gather(arguments.number("viewers"), true);
        feed.start();
        loop.run(TimeUnit.SECONDS.toMillis(arguments.number("warmSeconds")));
        long lostBefore = lost();
        Memory before = memoryNow();
        loop.gather(arguments.number("slow"), false);
        // While the memory was looked at nobody read.
        deliveries.takeDelays();
        measure();
        printDelays("", deliveries.takeDelays());
        Memory after = memoryNow();
        drain();
        printWholeness(lostBefore);
        print("residentMegabytes", before.resident / 1e6);
        print("growthMegabytes", (after.resident - before.resident) / 1e6);
    }

    private static void printDelays(String prefix, Latencies delays) {
        if (delays.count() > 0) {
            print(prefix + "P50Millis", delays.millis(0.5));
            print(prefix + "P99Millis", delays.millis(0.99));
        }
    }

    private static void print(String name, double value) {
        System.out.print(Figures.line(name, value));
    }

    private static void print(String name, long value) {
        print(name, (double) value);
    }
}
