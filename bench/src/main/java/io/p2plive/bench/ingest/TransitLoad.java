/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import io.p2plive.bench.fanout.ViewerLoop;
import io.p2plive.bench.harness.Arguments;
import io.p2plive.bench.harness.Figures;
import io.p2plive.bench.harness.Latencies;
import io.p2plive.bench.harness.ServerCost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The load's process around a coordinate and what stands behind it: pushes a video at its own pace, and stops the time up to each
 * chunk's first byte at each viewer. Prints figures.
 */
public final class TransitLoad {
    private static final int TAIL_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 600_000;
    private static final long END_MILLIS = 5_000;

    private final Arguments arguments;
    private final Video video;
    /** When each picture was written. */
    private final AtomicLongArray writtenNanos;
    /** For each chunk the picture whose bytes show that it is whole, and the one that it is of. */
    private final int[] shownBy;

    private final int[] pictureOf;
    private Latencies transits = new Latencies();
    private Latencies ages = new Latencies();
    /** As far as a relay link, which the load has for itself; its thread alone uses it until that has ended. */
    private final Latencies relayed = new Latencies();

    private long seen;
    private volatile boolean isMeasured;
    private volatile boolean isDone;

    private TransitLoad(Arguments arguments) throws Exception {
        this.arguments = arguments;
        this.video = Video.read(Path.of(arguments.text("video")));
        List<Integer> ends = video.pictureEnds();
        this.writtenNanos = new AtomicLongArray(ends.size() + 1);
        this.shownBy = new int[video.pieces().size()];
        this.pictureOf = new int[video.pieces().size()];
        int picture = 0;
        for (int i = 0; i < shownBy.length; i++) {
            Video.Piece piece = video.pieces().get(i);
            pictureOf[i] = picture;
            shownBy[i] = picture < ends.size() && piece.knownAt() > ends.get(picture) ? picture + 1 : picture;
            picture += piece.isLast() ? 1 : 0;
        }
    }

    /** The arguments are those that {@link TransitCommand} gives. */
    public static void main(String[] arguments) throws Exception {
        new TransitLoad(Arguments.of(arguments)).run();
    }

    private void run() throws Exception {
        InetSocketAddress viewers =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), arguments.number("viewerPort"));
        try (ViewerLoop loop = new ViewerLoop(viewers, this::onChunk, arguments.number("napMicros"));
                SinkLoop relay = new SinkLoop(1, this::onRelayed);
                TrackerStandIn tracker = new TrackerStandIn(
                        arguments.number("port"),
                        List.of(arguments.number("relayPort"), relay.ports().get(0)))) {
            CompletableFuture<Throwable> relaying =
                    CompletableFuture.runAsync(() -> readOn(relay)).handle((none, fault) -> fault);
            Throwable fault;
            try {
                tracker.start();
                push(loop);
            } finally {
                // Before the selector that it uses is closed.
                isDone = true;
                fault = relaying.get(END_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (fault != null) {
                throw new IOException("the load's own relay link failed", fault);
            }
            print("coordinate", relayed);
        }
    }

    private void push(ViewerLoop loop) throws IOException {
        loop.gather(arguments.number("viewers"), true);
        try (Push push = new Push(arguments.number("port"), "live", video, false, pace())) {
            loop.run(TimeUnit.SECONDS.toMillis(arguments.number("warmSeconds")));
            print("first", transits);
            forget();
            measure(loop);
            push.check();
        }
        loop.run(TAIL_MILLIS);
    }

    private void readOn(SinkLoop relay) {
        try {
            relay.runUntil(() -> isDone, LONGEST_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onRelayed(long sequence) {
        if (isMeasured && sequence < shownBy.length) {
            relayed.add(System.nanoTime() - writtenNanos.get(shownBy[(int) sequence]));
        }
    }

    private Push.Pace pace() {
        long startNanos = System.nanoTime();
        long intervalNanos = TimeUnit.SECONDS.toNanos(1) / Video.PICTURES_PER_SECOND;
        return new Push.Pace() {
            @Override
            public long dueNanos(int picture) {
                return startNanos + picture * intervalNanos;
            }

            @Override
            public void onPicture(int picture, long nowNanos) {
                writtenNanos.set(picture, nowNanos);
            }
        };
    }

    private void onChunk(long sequence, int bytes, long firstNanos, long lastNanos) {
        if (sequence < shownBy.length) {
            seen++;
            transits.add(firstNanos - writtenNanos.get(shownBy[(int) sequence]));
            ages.add(firstNanos - writtenNanos.get(pictureOf[(int) sequence]));
        }
    }

    private void forget() {
        transits = new Latencies();
        ages = new Latencies();
        seen = 0;
        isMeasured = true;
    }

    private void measure(ViewerLoop loop) throws IOException {
        ServerCost coordinate = new ServerCost(Long.parseLong(arguments.text("coordinate")));
        ServerCost relay = new ServerCost(Long.parseLong(arguments.text("relay")));
        ServerCost.Reading coordinateStart = coordinate.read();
        ServerCost.Reading relayStart = relay.read();
        loop.run(TimeUnit.SECONDS.toMillis(arguments.number("seconds")));
        ServerCost.Span coordinateSpan = coordinateStart.until(coordinate.read());
        ServerCost.Span relaySpan = relayStart.until(relay.read());
        print("", transits);
        System.out.print(Figures.line("age50Millis", ages.millis(0.5)));
        System.out.print(Figures.line("perSecond", relaySpan.perSecond(seen)));
        System.out.print(Figures.line("coordinateBusy", coordinateSpan.serverBusy()));
        System.out.print(Figures.line("relayBusy", relaySpan.serverBusy()));
        System.out.print(Figures.line("loadBusy", relaySpan.loadBusy()));
    }

    private static void print(String prefix, Latencies latencies) {
        System.out.print(Figures.line(prefix + "P50Millis", latencies.millis(0.5)));
        System.out.print(Figures.line(prefix + "P99Millis", latencies.millis(0.99)));
    }
}
