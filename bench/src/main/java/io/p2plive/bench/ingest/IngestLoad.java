/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import io.p2plive.bench.harness.Arguments;
import io.p2plive.bench.harness.Figures;
import io.p2plive.bench.harness.ServerCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The load's process around one candidate, be it a coordinate or a relay: pushes on one side, forwards' links on the other.
 * Prints figures.
 */
public final class IngestLoad {
    private static final long LINK_MILLIS = 15_000;
    private static final long END_MILLIS = 5_000;
    private static final long DRAIN_MILLIS = 3_000;

    private final Arguments arguments;
    private final ServerCost cost;

    private IngestLoad(Arguments arguments) {
        this.arguments = arguments;
        this.cost = new ServerCost(Long.parseLong(arguments.text("server")));
    }

    /** The arguments are those that {@link IngestCommand} gives. */
    public static void main(String[] arguments) throws Exception {
        new IngestLoad(Arguments.of(arguments)).run();
    }

    private void run() throws Exception {
        int forwards = arguments.number("forwards");
        Video video = Video.read(Path.of(arguments.text("video")));
        if (arguments.number("receiverPort") > 0) {
            try (SinkLoop loop = new SinkLoop(0)) {
                loop.dial(arguments.number("receiverPort"), forwards);
                push(loop, video);
            }
            return;
        }
        try (SinkLoop loop = new SinkLoop(forwards);
                TrackerStandIn tracker = new TrackerStandIn(arguments.number("port"), loop.ports())) {
            tracker.start();
            push(loop, video);
        }
    }

    private void push(SinkLoop loop, Video video) throws Exception {
        int forwards = arguments.number("forwards");
        if (!loop.runUntil(() -> loop.linked() == forwards, LINK_MILLIS)) {
            throw new IOException("only " + loop.linked() + " links to forwards are answered");
        }
        long bytesBefore = loop.pushedBytes();
        List<Push> pushes = new ArrayList<>();
        try {
            for (int i = 0; i < arguments.number("streams"); i++) {
                pushes.add(new Push(arguments.number("port"), "s" + i, video, true, pace(video)));
            }
            run(loop, pushes, arguments.number("warmSeconds"));
            measure(loop, pushes);
            if (forwards > 0) {
                print("arrivedPercent", arrivedPercent(loop, pushes, bytesBefore));
            }
        } finally {
            for (Push push : pushes) {
                push.close();
            }
        }
    }

    /** As fast as the server takes it, or at a rate over all pushes. */
    private Push.Pace pace(Video video) {
        long startNanos = System.nanoTime();
        double bits = arguments.number("megabits") * 1e6 / arguments.number("streams");
        double bitsOfPicture = 8.0 * video.bytes().length / video.pictureEnds().size();
        double intervalNanos = bits == 0 ? 0 : bitsOfPicture / bits * TimeUnit.SECONDS.toNanos(1);
        return new Push.Pace() {
            @Override
            public long dueNanos(int picture) {
                return startNanos + (long) (picture * intervalNanos);
            }

            @Override
            public void onPicture(int picture, long nowNanos) {
                // Only the bytes are counted.
            }
        };
    }

    private static void run(SinkLoop loop, List<Push> pushes, int seconds) throws IOException {
        loop.runUntil(() -> false, TimeUnit.SECONDS.toMillis(seconds));
        for (Push push : pushes) {
            push.check();
        }
    }

    private void measure(SinkLoop loop, List<Push> pushes) throws IOException {
        Totals before = Totals.of(loop, pushes);
        ServerCost.Reading start = cost.read();
        run(loop, pushes, arguments.number("seconds"));
        ServerCost.Span span = start.until(cost.read());
        Totals after = Totals.of(loop, pushes);
        double inMegabits = span.perSecond(8 * (after.in - before.in)) / 1e6;
        double outMegabits = span.perSecond(8 * (after.out - before.out)) / 1e6;
        long lost = after.lost - before.lost;
        print("inMegabits", inMegabits);
        print("inMegabitsPerCore", inMegabits / span.serverBusy());
        if (arguments.number("forwards") > 0) {
            print("outGigabits", outMegabits / 1e3);
            print("outGigabitsPerCore", outMegabits / 1e3 / span.serverBusy());
            print("cpuPerGigabit", span.serverBusy() / (outMegabits / 1e3));
        }
        if (after.chunks > 0) {
            print("lostPercent", 100.0 * lost / Math.max(1, lost + after.chunks - before.chunks));
        }
        print("serverBusy", span.serverBusy());
        print("loadBusy", span.loadBusy());
    }

    /** Over all the time, and with nothing under way any more: bytes that are missing are lost. */
    private double arrivedPercent(SinkLoop loop, List<Push> pushes, long bytesBefore) throws IOException {
        pushes.forEach(Push::stop);
        // They may need somebody to read before they can end.
        if (!loop.runUntil(() -> pushes.stream().allMatch(Push::hasEnded), END_MILLIS)) {
            throw new IOException("the server does not take the end of each push");
        }
        long due = arguments.number("forwards")
                * pushes.stream().mapToLong(Push::bytes).sum();
        loop.runUntil(() -> loop.pushedBytes() - bytesBefore >= due, DRAIN_MILLIS);
        return 100.0 * (loop.pushedBytes() - bytesBefore) / due;
    }

    private record Totals(long in, long out, long chunks, long lost) {
        static Totals of(SinkLoop loop, List<Push> pushes) {
            return new Totals(
                    pushes.stream().mapToLong(Push::bytes).sum(),
                    loop.bytes(),
                    loop.sinks().stream().mapToLong(Sink::chunks).sum(),
                    loop.sinks().stream().mapToLong(Sink::lost).sum());
        }
    }

    private static void print(String name, double value) {
        System.out.print(Figures.line(name, value));
    }
}
