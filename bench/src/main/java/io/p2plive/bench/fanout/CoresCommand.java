/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import io.p2plive.bench.harness.FigureTable;
import io.p2plive.bench.harness.Figures;
import io.p2plive.bench.harness.Interleaved;
import io.p2plive.bench.harness.Row;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a second core brings a forward. Confined to the command line. */
@Command(
        name = "cores",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "A forward on one core, and on two: viewers served, and what a message costs. Where the machine has no third"
                    + " core, the load runs on the same two, and bounds how many viewers can be served; what a message costs"
                    + " tells then how far two cores would come."
        })
public final class CoresCommand implements Callable<Integer> {
    private enum Width {
        ONE,
        TWO
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private FanoutOptions options;

    @Option(names = "--viewers", defaultValue = "1500", description = "default: ${DEFAULT-VALUE}")
    private int viewers;

    @Option(
            names = "--both-cores",
            defaultValue = "0,1",
            description = "of the server when it has two; default: ${DEFAULT-VALUE}")
    private String bothCores;

    @Option(
            names = "--both-load-cores",
            defaultValue = "",
            description = "of the load then; empty for all, which is the default")
    private String bothLoadCores;

    @Option(names = "--find-greatest", description = "looks for the greatest number of viewers, from --viewers on")
    private boolean isSearch;

    @Option(
            names = "--step",
            defaultValue = "250",
            description = "how close --find-greatest comes; default: ${DEFAULT-VALUE}")
    private int step;

    @Override
    public Integer call() throws Exception {
        try (FanoutRound round = new FanoutRound(options)) {
            Map<Width, Figures> figures =
                    Interleaved.run(List.of(Width.values()), options.rounds, width -> run(round, width));
            List<Row> rows = isSearch ? FanoutRows.GREATEST : FanoutRows.DELAY;
            PrintWriter out = spec.commandLine().getOut();
            out.print(FigureTable.of("a forward on one core and on two", rows, figures, round.loadCores()));
            if (!isSearch) {
                double gain = 2
                        * figures.get(Width.ONE).median("cpuMicros")
                        / figures.get(Width.TWO).median("cpuMicros");
                out.printf(Locale.ROOT, "by what a message costs, two cores bear %.2f times as much as one%n", gain);
            }
            out.flush();
        }
        return 0;
    }

    private String run(FanoutRound round, Width width) throws Exception {
        FanoutRound.Cores cores = width == Width.ONE
                ? new FanoutRound.Cores(options.cores, options.loadCores)
                : new FanoutRound.Cores(bothCores, bothLoadCores);
        if (isSearch) {
            return new GreatestSearch(viewers, step)
                    .run(count -> round.run(FanoutCandidate.FORWARD, cores, options.trial(count)));
        }
        return round.run(FanoutCandidate.FORWARD, cores, options.delay(viewers));
    }
}
