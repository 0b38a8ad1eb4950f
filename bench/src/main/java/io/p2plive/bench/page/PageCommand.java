/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.page;

import io.p2plive.bench.harness.FigureTable;
import io.p2plive.bench.harness.Figures;
import io.p2plive.bench.harness.Interleaved;
import io.p2plive.bench.harness.Row;
import io.p2plive.bench.harness.Workspace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a page takes that relays. Confined to the command line. */
@Command(
        name = "page",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "A page in Chromium that has two parents and passes one stripe on to two children, all others being headless"
                    + " viewers: what each kind of Chromium's processes takes of a core, when the page is hidden and when"
                    + " it is seen, and how smoothly it draws."
        })
public final class PageCommand implements Callable<Integer> {
    private static final int PORTS_PER_ROUND = 4;

    private static final List<Row> ROWS = List.of(
            Row.compared("all", "all of Chromium, % of a core", 1),
            Row.compared("renderer", "its renderers, % of a core", 1),
            Row.compared("main", "of that the page's main thread, %", 1),
            Row.compared("network", "its network process, % of a core", 1),
            Row.plain("gpu", "its GPU process, % of a core", 1),
            Row.plain("browser", "its other processes, % of a core", 1),
            Row.plain("fromViewers", "from viewers, kbit/s", 0),
            Row.plain("toViewers", "to viewers, kbit/s", 0),
            Row.plain("lost", "chunks lost", 0),
            Row.plain("dropped", "chunks dropped for children", 0),
            Row.plain("longTasks", "tasks over 50 ms", 0),
            Row.plain("pictures", "pictures drawn a second", 1),
            Row.plain("late", "pictures " + PageWatch.LATE_MILLIS + " ms or more after the last", 0),
            Row.plain("longest", "longest distance of two pictures, ms", 0));

    @Spec
    private CommandSpec spec;

    @Mixin
    private PageOptions options;

    @Option(
            names = "--candidates",
            split = ",",
            defaultValue = "FLOOR,HIDDEN,VISIBLE",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private List<PageCandidate> candidates;

    private int port;

    @Override
    public Integer call() throws Exception {
        port = options.port;
        try (Workspace workspace = new Workspace(options.logs)) {
            Map<PageCandidate, Figures> figures = Interleaved.run(candidates, options.rounds, candidate -> {
                String lines = new PageRound(options, workspace, candidate, port).run();
                port += PORTS_PER_ROUND;
                return lines;
            });
            String title = String.format(
                    "640x480, 30 pictures/s, %,d kbit/s, %d s, %d rounds: median (least…greatest)",
                    options.kilobits, options.seconds, options.rounds);
            spec.commandLine().getOut().print(FigureTable.of(title, ROWS, figures, 1));
            spec.commandLine().getOut().flush();
        }
        return 0;
    }
}
