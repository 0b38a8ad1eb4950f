/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import io.p2plive.bench.harness.Arguments;
import io.p2plive.bench.harness.FigureTable;
import io.p2plive.bench.harness.Figures;
import io.p2plive.bench.harness.Interleaved;
import io.p2plive.bench.harness.Launch;
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

/** How much video coordinate takes and gives to forwards, beside bare relays. Confined to the command line. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Pushes MPEG1 video that ffmpeg made to a coordinate on one core, to a bare relay and to one on the npm"
                    + " package ws: at a rate that all forwards shall get whole, at full speed, and at full speed"
                    + " without any forward (chunked)."
        })
public final class IngestCommand implements Callable<Integer> {
    private static final int MAX_VIDEO_KILOBITS = 20_000;
    private static final int VIDEO_SECONDS = 8;

    private static final List<Row> ROWS = List.of(
            Row.plain("inMegabits", "pushed, Mbit/s", 0),
            Row.plain("inMegabitsPerCore", "pushed, Mbit/s for each core's second", 0),
            Row.plain("outGigabits", "to forwards, Gbit/s", 2),
            Row.plain("outGigabitsPerCore", "to forwards, Gbit/s for each core's second", 2),
            Row.compared("cpuPerGigabit", "CPU-seconds a gigabit to forwards", 3),
            Row.plain("arrivedPercent", "arrived of what all forwards should have, %", 2),
            Row.plain("lostPercent", "chunks dropped, %", 2),
            Row.plain("serverBusy", "cores that the server uses", 2),
            Row.plain("loadBusy", "cores that the load uses", 2));

    /** What is pushed to, and how. */
    private enum Scene {
        FLOOR(true),
        COORDINATE(true),
        WS(true),
        FLOOR_FULL_SPEED(false),
        FULL_SPEED(false),
        CHUNKED(false);

        private final boolean isPaced;

        Scene(boolean isPaced) {
            this.isPaced = isPaced;
        }

        boolean isCoordinate() {
            return this == COORDINATE || this == FULL_SPEED || this == CHUNKED;
        }
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private IngestOptions options;

    @Option(
            names = "--scenes",
            split = ",",
            defaultValue = "floor,coordinate,ws,floor_full_speed,full_speed,chunked",
            description = "default: ${DEFAULT-VALUE}")
    private List<Scene> scenes;

    @Option(names = "--forwards", defaultValue = "20", description = "default: ${DEFAULT-VALUE}")
    private int forwards;

    @Option(names = "--streams", defaultValue = "1", description = "pushed at once; default: ${DEFAULT-VALUE}")
    private int streams;

    @Option(
            names = "--mbit",
            defaultValue = "100",
            description = "of all streams together, where the rate is set; default: ${DEFAULT-VALUE}")
    private int megabits;

    private int port;

    @Override
    public Integer call() throws Exception {
        port = options.port;
        if (scenes.contains(Scene.WS)) {
            Peers.install(options.peer);
        }
        try (Workspace workspace = new Workspace(options.logs)) {
            Path video = workspace.file("video.mpg");
            // Slowed down it would have keyframes that no stream of that rate has.
            int kilobits = Math.min(MAX_VIDEO_KILOBITS, 1_000 * megabits / streams);
            Video.make(video, "1280x720", kilobits, VIDEO_SECONDS);
            Map<Scene, Figures> figures =
                    Interleaved.run(scenes, options.rounds, scene -> run(workspace, video, scene));
            print(megabits + " Mbit/s in all", figures, true);
            print("as fast as it goes (chunked: no forwards)", figures, false);
            options.draw(title("ingest"), ROWS.subList(0, 5), figures);
        }
        return 0;
    }

    /** A table for each pace, with its own floor: what is written at once is cheaper for each byte. */
    private void print(String pace, Map<Scene, Figures> figures, boolean isPaced) {
        Map<Scene, Figures> shown = new LinkedHashMap<>(figures);
        shown.keySet().removeIf(scene -> scene.isPaced != isPaced);
        if (!shown.isEmpty()) {
            spec.commandLine().getOut().print(FigureTable.of(title(pace), ROWS, shown, 1));
            spec.commandLine().getOut().flush();
        }
    }

    private String title(String pace) {
        return String.format(
                "%s, %d stream(s), %d forwards, %d rounds: median (least…greatest) ×ratio",
                pace, streams, forwards, options.rounds);
    }

    private String run(Workspace workspace, Path video, Scene scene) throws Exception {
        int listenPort = port++;
        int receiverPort = scene.isCoordinate() ? 0 : port++;
        Path log = workspace.log(scene.name().toLowerCase(Locale.ROOT) + "-" + listenPort);
        try (PinnedProcess server = PinnedProcess.start(launch(scene, log, listenPort, receiverPort))) {
            server.awaitPort(listenPort);
            Arguments arguments = new Arguments()
                    .with("server", server.pid())
                    .with("port", listenPort)
                    .with("receiverPort", receiverPort)
                    .with("video", video)
                    .with("forwards", scene == Scene.CHUNKED ? 0 : forwards)
                    .with("streams", streams)
                    .with("megabits", scene.isPaced ? megabits : 0)
                    .with("warmSeconds", options.warmSeconds)
                    .with("seconds", options.seconds);
            return options.runLoad(workspace, IngestLoad.class, arguments);
        }
    }

    private Launch launch(Scene scene, Path log, int listenPort, int receiverPort) {
        return switch (scene) {
            case FLOOR, FLOOR_FULL_SPEED -> options.floor(log, listenPort, receiverPort);
            case WS -> options.ws(log, listenPort, receiverPort);
            case COORDINATE, FULL_SPEED, CHUNKED -> options.coordinate(log, listenPort);
        };
    }
}
