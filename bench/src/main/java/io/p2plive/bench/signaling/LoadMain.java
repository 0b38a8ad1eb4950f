/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import io.p2plive.bench.harness.Arguments;
import io.p2plive.bench.harness.Figures;
import io.p2plive.bench.harness.Latencies;
import io.p2plive.bench.harness.ServerCost;
import io.p2plive.bench.signaling.LoadViewer.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;

/**
 * The load's process: runs one part against a server that listens, and prints figures as {@code name=value} lines. Confined to
 * its thread.
 */
public final class LoadMain {
    private final Arguments options;

    private LoadMain(Arguments options) {
        this.options = options;
    }

    /** The arguments are {@code name=value} pairs, as {@link SignalingCommand} makes them. */
    public static void main(String[] arguments) throws Exception {
        new LoadMain(Arguments.of(arguments)).run();
    }

    private void run() throws Exception {
        boolean isPeer = options.text("dialect").equals("webtorrent");
        Function<Crowd, LoadViewer> viewers = isPeer ? WebTorrentViewer::new : TrackerViewer::new;
        ServerCost cost = new ServerCost(Long.parseLong(options.text("server")));
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), options.number("port"));
        try (Crowd crowd = new Crowd(server, viewers)) {
            switch (options.text("part")) {
                case "join" -> join(crowd, cost, isPeer);
                case "idle" -> idle(crowd, cost, isPeer);
                case "offer" -> relay(crowd, cost, isPeer ? Kind.ANSWER : Kind.OFFER, isPeer);
                default -> relay(crowd, cost, Kind.CANDIDATE, isPeer);
            }
            print("refused", crowd.refused);
            print("lost", crowd.lost);
            if (crowd.refused > 0) {
                System.err.println(crowd.refusal);
            }
        }
    }

    private void join(Crowd crowd, ServerCost cost, boolean isPeer) throws Exception {
        JoinLoad.Pace pace = new JoinLoad.Pace(
                options.number("viewers"),
                options.number("waves"),
                options.number("atOnce"),
                options.number("steadyPercent") / 100.0);
        JoinLoad.Outcome outcome = new JoinLoad(crowd, pace, isPeer).run(options.number("warmMillis"), cost);
        ServerCost.Span busy = outcome.busy().span();
        print("joins", (double) outcome.joins());
        print("alone", (double) outcome.alone());
        print("coldPerCpuSecond", outcome.cold().perServerSecond(options.number("viewers")));
        printRate(outcome.joins(), busy, outcome.compilingMicros());
        print("leavesPerCpuSecond", outcome.leaving().perServerSecond(outcome.joins()));
        printTimes(outcome.busy().latencies(), busy);
        print("offeredPerSecond", outcome.offeredPerSecond());
        print("steadyP50Millis", outcome.steady().latencies().millis(0.5));
        print("steadyP99Millis", outcome.steady().latencies().millis(0.99));
        print("steadyServerBusy", outcome.steady().span().serverBusy());
    }

    private void relay(Crowd crowd, ServerCost cost, Kind kind, boolean isPeer) throws Exception {
        RelayLoad load = new RelayLoad(crowd, kind, isPeer);
        RelayLoad.Outcome outcome = load.run(
                options.number("pairs"),
                options.number("depth"),
                options.number("warmMillis"),
                options.number("millis"),
                cost);
        print("pairs", (double) outcome.pairs());
        print("delivered", (double) outcome.delivered());
        printRate(outcome.delivered(), outcome.span(), outcome.compilingMicros());
        printTimes(outcome.latencies(), outcome.span());
    }

    private void idle(Crowd crowd, ServerCost cost, boolean isPeer) throws Exception {
        IdleLoad.Outcome outcome = new IdleLoad(crowd, cost, !isPeer, options.number("settleMillis"))
                .run(options.number("idleFirst"), options.number("idleViewers"));
        print("viewers", outcome.viewers());
        print("residentBytes", outcome.residentBytes());
        print("heapBytes", outcome.heapBytes());
        print("residentTotal", (double) outcome.residentTotal());
    }

    private static void printRate(long count, ServerCost.Span span, long compilingMicros) {
        double compiling = (double) compilingMicros / span.serverMicros();
        print("compiling", compiling);
        print("compiledPerCpuSecond", span.perServerSecond(count) / (1 - compiling));
        print("perCpuSecond", span.perServerSecond(count));
        print("perSecond", span.perSecond(count));
    }

    private static void printTimes(Latencies latencies, ServerCost.Span span) {
        print("p50Millis", latencies.millis(0.5));
        print("p99Millis", latencies.millis(0.99));
        print("loadBusy", span.loadBusy());
        print("serverBusy", span.serverBusy());
        print("othersBusy", span.othersBusy());
    }

    private static void print(String name, double value) {
        System.out.print(Figures.line(name, value));
    }
}
