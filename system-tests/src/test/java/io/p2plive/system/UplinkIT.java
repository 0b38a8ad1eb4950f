/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.p2plive.system.harness.RunningProcess;
import io.p2plive.system.harness.Stage;
import io.p2plive.system.lab.Lab;
import io.p2plive.system.lab.LabServer;
import io.p2plive.system.lab.Namespace;
import io.p2plive.system.lab.Namespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server whose uplink carries the stream a few times only, and many more viewers than that. Larger figures:
 * {@code -Duplink.viewers=30 -Duplink.seconds=60 -Duplink.kilobits=300,800}.
 */
@Timeout(300)
final class UplinkIT {
    private static final int UPLINK_KILOBITS = 1_600;
    private static final int VIEWERS = Integer.getInteger("uplink.viewers", 12);
    private static final int SECONDS = Integer.getInteger("uplink.seconds", 30);
    private static final int STRIPES = 2;

    /**
     * The line must not be full: beside the stream there are headers of all layers, signaling, what is asked for again,
     * and the running GOP that each newcomer is sent at once.
     */
    private static final double HEADROOM = 1.4;

    private static final double MAX_STALLED_PERCENT = 2;

    @RegisterExtension
    static final Stage stage = new Stage();

    private static Lab lab;
    private static Namespace viewers;
    private static Path program;

    @BeforeAll
    static void narrowUplink() {
        Path project = Path.of(System.getProperty("p2plive.home", "..")).resolve("headless-viewers");
        program = project.resolve("src/main.js").toAbsolutePath().normalize();
        Assumptions.assumeTrue(
                Files.isReadable(program) && Files.isDirectory(project.resolve("node_modules")),
                "the headless viewers are not installed: npm ci in headless-viewers");
        Namespaces.missing("node").ifPresent(Assumptions::abort);
        lab = Lab.open();
        lab.limitUplink(UPLINK_KILOBITS);
        viewers = lab.publicHost();
    }

    @AfterAll
    static void leaveNothing() {
        if (lab != null) {
            lab.close();
        }
    }

    static IntStream kilobits() {
        return Stream.of(System.getProperty("uplink.kilobits", "300").split(","))
                .mapToInt(Integer::parseInt);
    }

    @ParameterizedTest(name = "{0} kbit/s")
    @MethodSource("kilobits")
    void allPlayThoughTheUplinkCarriesTheStreamAFewTimesOnly(int kilobits) throws IOException {
        try (LabServer server = new LabServer(lab.server(), stage.logs())) {
            server.start(Map.of(
                    "P2PLIVE_TRACKER_MESH_ROOTS_PER_FORWARD",
                    "1",
                    "P2PLIVE_TRACKER_MESH_SLOTS_PER_FORWARD",
                    String.valueOf(slots(kilobits))));
            server.broadcast("live", "scale=320:240", kilobits);
            assertAllPlay(kilobits, watch(kilobits));
        }
    }

    private static void assertAllPlay(int kilobits, JsonNode figures) {
        double sentKilobits = figures.path("bytesFromForwards").asDouble() * 8 / 1_000 / SECONDS;
        double fromViewers = figures.path("shareFromViewers").asDouble();
        double stalled = figures.path("shareStalled").asDouble(-1);
        System.out.printf(
                "%d viewers of %d kbit/s: forward sent %.0f kbit/s, %.1f %% came from viewers, %.2f %% of the time waiting%n",
                VIEWERS, kilobits, sentKilobits, fromViewers * 100, stalled * 100);
        assertEquals(VIEWERS, figures.path("visits").asInt(), figures::toString);
        assertEquals(0, figures.path("withoutPicture").asInt(-1), figures::toString);
        assertTrue(stalled >= 0 && stalled * 100 <= MAX_STALLED_PERCENT, figures::toString);
        assertTrue(sentKilobits <= UPLINK_KILOBITS, figures::toString);
        double leastFromViewers = 1 - (double) UPLINK_KILOBITS / kilobits / VIEWERS;
        assertTrue(fromViewers >= leastFromViewers, figures::toString);
    }

    /** So many stripes fit into the uplink. */
    private static int slots(int kilobits) {
        return (int) (UPLINK_KILOBITS / (kilobits * HEADROOM / STRIPES));
    }

    private static JsonNode watch(int kilobits) throws IOException {
        String name = "viewers-" + kilobits;
        Path json = stage.logs().resolve(name + ".json");
        List<String> command = List.of(
                "node",
                program.toString(),
                "--coordinate=" + LabServer.COORDINATE,
                "--count=" + VIEWERS,
                "--duration=" + SECONDS,
                "--json=" + json);
        try (RunningProcess run = RunningProcess.start(
                name, viewers.inside(command), Map.of(), stage.logs().resolve(name + ".log"))) {
            assertEquals(0, run.awaitExit(Duration.ofSeconds(SECONDS + 60)), () -> run.tail(30));
            System.out.println(run.tail(30));
        }
        return new ObjectMapper().readTree(json.toFile());
    }
}
