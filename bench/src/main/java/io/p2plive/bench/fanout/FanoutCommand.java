/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import io.p2plive.bench.harness.Arguments;
import io.p2plive.bench.harness.FigureChart;
import io.p2plive.bench.harness.FigureTable;
import io.p2plive.bench.harness.Figures;
import io.p2plive.bench.harness.Interleaved;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a forward costs for each viewer, and how many it bears. Confined to the command line. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "One stream in by the relay link, N viewers over WebSocket: what each message costs the server, how late it"
                    + " comes, and what a viewer takes of memory."
        })
public final class FanoutCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private FanoutOptions options;

    @Option(names = "--viewers", defaultValue = "2000", description = "default: ${DEFAULT-VALUE}")
    private int viewers;

    @Option(
            names = "--find-greatest",
            description =
                    "looks for the greatest number of viewers served whole, with a p99 under 500 ms, from --viewers on")
    private boolean isSearch;

    @Option(
            names = "--step",
            defaultValue = "250",
            description = "how close --find-greatest comes; default: ${DEFAULT-VALUE}")
    private int step;

    @Option(
            names = "--memory",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "also measures memory; default: ${DEFAULT-VALUE}")
    private boolean hasMemory;

    @Override
    public Integer call() throws Exception {
        try (FanoutRound round = new FanoutRound(options)) {
            if (isSearch) {
                search(round);
            } else {
                measure(round);
            }
        }
        return 0;
    }

    private void measure(FanoutRound round) throws Exception {
        Map<FanoutCandidate, Figures> figures = Interleaved.run(
                options.candidates, options.rounds, candidate -> round.run(candidate, options.delay(viewers)));
        print(FigureTable.of(title(viewers + " viewers"), FanoutRows.DELAY, figures, round.loadCores()));
        if (hasMemory) {
            Map<FanoutCandidate, Figures> memory = Interleaved.run(
                    options.candidates,
                    1,
                    candidate -> round.run(
                            candidate, new Arguments().with("part", "memory").with("viewers", viewers)));
            print(FigureTable.of("memory", FanoutRows.MEMORY, memory, round.loadCores()));
        }
        if (options.chart != null) {
            FigureChart.write(options.chart, title(viewers + " viewers"), FanoutRows.DELAY.subList(0, 5), figures);
        }
    }

    private void search(FanoutRound round) throws Exception {
        GreatestSearch search = new GreatestSearch(viewers, step);
        Map<FanoutCandidate, Figures> figures = Interleaved.run(
                options.candidates,
                options.rounds,
                candidate -> search.run(count -> round.run(candidate, options.trial(count))));
        print(FigureTable.of(title("as many viewers as can be"), FanoutRows.GREATEST, figures, round.loadCores()));
        if (options.chart != null) {
            FigureChart.write(options.chart, "Viewers served whole", FanoutRows.GREATEST.subList(0, 1), figures);
        }
    }

    private String title(String who) {
        return String.format(
                "%s, %d chunks/s of %,d bytes, %d rounds: median (least…greatest) ×ratio",
                who, options.chunksPerSecond, options.chunkBytes, options.rounds);
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
