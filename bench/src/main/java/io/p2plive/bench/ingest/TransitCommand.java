/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import io.p2plive.bench.fanout.FanoutCandidate;
import io.p2plive.bench.harness.Arguments;
import io.p2plive.bench.harness.FigureTable;
import io.p2plive.bench.harness.Figures;
import io.p2plive.bench.harness.Interleaved;
import io.p2plive.bench.harness.Peers;
import io.p2plive.bench.harness.PinnedProcess;
import io.p2plive.bench.harness.Row;
import io.p2plive.bench.harness.Workspace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long a chunk is in coordinate and what stands behind it together. Confined to the command line. */
@Command(
        name = "transit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Pushes a video at its own pace to a coordinate that feeds a forward, or in its place a bare loop or a relay"
                    + " on the npm package ws, both on one core: the time from when the bytes are written that show a"
                    + " chunk to be whole, up to its first byte at each viewer."
        })
public final class TransitCommand implements Callable<Integer> {
    private static final List<Row> ROWS = List.of(
            Row.compared("P50Millis", "transit p50, ms", 2),
            Row.compared("P99Millis", "transit p99, ms", 2),
            Row.plain("coordinateP50Millis", "of it in coordinate: p50, ms", 2),
            Row.plain("coordinateP99Millis", "of it in coordinate: p99, ms", 2),
            Row.compared("firstP99Millis", "transit p99 while it warms up, ms", 2),
            Row.plain("age50Millis", "p50 from the picture's own bytes on, ms", 2),
            Row.plain("perSecond", "chunks a second at all viewers", 0),
            Row.plain("coordinateBusy", "cores that coordinate uses", 3),
            Row.plain("relayBusy", "cores that what stands behind it uses", 2),
            Row.plain("loadBusy", "cores that the load uses", 2));

    @Spec
    private CommandSpec spec;

    @Mixin
    private IngestOptions options;

    @Option(
            names = "--candidates",
            split = ",",
            defaultValue = "floor,forward,ws",
            description = {
                "what stands behind coordinate, in turns, of floor, forward, forward_hold, ws;",
                "ratios are to the first; default: ${DEFAULT-VALUE}"
            })
    private List<FanoutCandidate> candidates;

    @Option(names = "--viewers", defaultValue = "1000", description = "default: ${DEFAULT-VALUE}")
    private int viewers;

    @Option(
            names = "--nap",
            defaultValue = "500",
            description = "microseconds between two looks of the load at its sockets; default: ${DEFAULT-VALUE}")
    private int napMicros;

    @Option(
            names = "--hold",
            defaultValue = "50",
            description = "milliseconds that forward_hold may hold chunks back; default: ${DEFAULT-VALUE}")
    private int holdMillis;

    @Option(names = "--kilobits", defaultValue = "1000", description = "of the video; default: ${DEFAULT-VALUE}")
    private int kilobits;

    @Option(names = "--forward", defaultValue = "forward/target/forward.jar", description = "default: ${DEFAULT-VALUE}")
    private Path forward;

    private int port;

    @Override
    public Integer call() throws Exception {
        port = options.port;
        if (candidates.contains(FanoutCandidate.WS)) {
            Peers.install(options.peer);
        }
        Map<String, FanoutCandidate> behind = new LinkedHashMap<>();
        candidates.forEach(each -> behind.put("coordinate, " + each, each));
        try (Workspace workspace = new Workspace(options.logs)) {
            Path video = workspace.file("video.mpg");
            Video.make(video, "640x360", kilobits, options.warmSeconds + options.seconds + 2);
            Map<String, Figures> figures = Interleaved.run(
                    List.copyOf(behind.keySet()), options.rounds, both -> run(workspace, video, behind.get(both)));
            String title = String.format(
                    "%d viewers, %,d kbit/s, %d pictures/s, %d rounds: median (least…greatest) ×ratio",
                    viewers, kilobits, Video.PICTURES_PER_SECOND, options.rounds);
            options.draw(title, ROWS.subList(0, 4), figures);
            spec.commandLine().getOut().print(FigureTable.of(title, ROWS, figures, 1));
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private String run(Workspace workspace, Path video, FanoutCandidate candidate) throws Exception {
        int relayPort = port++;
        int viewerPort = port++;
        int listenPort = port++;
        String name = candidate.name().toLowerCase(Locale.ROOT);
        FanoutCandidate.Setup setup = new FanoutCandidate.Setup(
                options.cores,
                workspace.log(name + "-" + viewerPort),
                forward,
                options.peer,
                options.javaOptions,
                holdMillis);
        try (PinnedProcess relay = PinnedProcess.start(candidate.launch(setup, relayPort, viewerPort));
                PinnedProcess coordinate = PinnedProcess.start(
                        options.coordinate(workspace.log("coordinate-" + listenPort), listenPort))) {
            relay.awaitPort(relayPort);
            relay.awaitPort(viewerPort);
            coordinate.awaitPort(listenPort);
            Arguments arguments = new Arguments()
                    .with("coordinate", coordinate.pid())
                    .with("relay", relay.pid())
                    .with("port", listenPort)
                    .with("relayPort", relayPort)
                    .with("viewerPort", viewerPort)
                    .with("video", video)
                    .with("viewers", viewers)
                    .with("napMicros", napMicros)
                    .with("warmSeconds", options.warmSeconds)
                    .with("seconds", options.seconds);
            return options.runLoad(workspace, TransitLoad.class, arguments);
        }
    }
}
