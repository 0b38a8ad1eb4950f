/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import io.p2plive.bench.harness.Arguments;
import io.p2plive.bench.harness.FigureTable;
import io.p2plive.bench.harness.Figures;
import io.p2plive.bench.harness.Interleaved;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What those who never read do to those who do. Confined to the command line. */
@Command(
        name = "slow-viewer",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Some viewers never read: what the others lose, and how the server's memory grows.")
public final class SlowViewerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private FanoutOptions options;

    @Option(names = "--viewers", defaultValue = "500", description = "who read; default: ${DEFAULT-VALUE}")
    private int viewers;

    @Option(names = "--slow", defaultValue = "1", description = "who do not; default: ${DEFAULT-VALUE}")
    private int slow;

    @Override
    public Integer call() throws Exception {
        try (FanoutRound round = new FanoutRound(options)) {
            Map<FanoutCandidate, Figures> figures = Interleaved.run(
                    options.candidates,
                    options.rounds,
                    candidate -> round.run(
                            candidate,
                            new Arguments()
                                    .with("part", "slow")
                                    .with("viewers", viewers)
                                    .with("slow", slow)
                                    .with("warmSeconds", options.warmSeconds)
                                    .with("seconds", options.seconds)));
            String title = String.format("%d who never read for %d s beside %d who do", slow, options.seconds, viewers);
            spec.commandLine().getOut().print(FigureTable.of(title, FanoutRows.SLOW, figures, round.loadCores()));
            spec.commandLine().getOut().flush();
        }
        return 0;
    }
}
