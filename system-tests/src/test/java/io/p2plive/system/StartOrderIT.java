/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.p2plive.system.harness.Broadcaster;
import io.p2plive.system.harness.DaemonProcess;
import io.p2plive.system.harness.Eventually;
import io.p2plive.system.harness.Http;
import io.p2plive.system.harness.LiveSystem;
import io.p2plive.system.harness.SocketProbe;
import io.p2plive.system.harness.Stage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every daemon starts alone; whichever comes last, seconds later a viewer is placed, joins and gets chunks. */
@Timeout(60)
final class StartOrderIT {
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(10);
    private static final String JOIN = "{\"type\":\"join\",\"protocol\":1,\"key\":\"000102030405060708090a0b0c0d0e0f\","
            + "\"share\":true,\"parents\":[],\"children\":[]}";

    @RegisterExtension
    static final Stage stage = new Stage();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "coordinate tracker forward",
                "coordinate forward tracker",
                "tracker coordinate forward",
                "tracker forward coordinate",
                "forward coordinate tracker",
                "forward tracker coordinate"
            })
    void settlesWithinSecondsOfTheLastStart(String order) {
        try (LiveSystem system = stage.system(1, stage.logs().resolve(order.replace(' ', '-')))) {
            Map<String, DaemonProcess> daemons = Map.of(
                    "coordinate", system.coordinate(), "tracker", system.tracker(), "forward", system.forward(0));
            for (String name : order.split(" ")) {
                daemons.get(name).start();
                daemons.get(name).awaitListening();
            }
            long startNanos = System.nanoTime();
            system.broadcast("live", 0, Broadcaster.Format.MPEG1);
            Eventually.holds(
                    "a viewer is placed",
                    SETTLED_WITHIN,
                    () -> system.placement().status() == 200,
                    () -> "coordinate says " + system.placement());
            try (SocketProbe viewer = SocketProbe.open(system.pullUrl(0, "live"));
                    SocketProbe member = SocketProbe.open(system.resourceUrl("live"))) {
                member.send(JOIN).awaitMessage("welcome", SETTLED_WITHIN);
                assertEquals(
                        LiveSystem.forwardName(0),
                        member.awaitMessage("sources", SETTLED_WITHIN)
                                .at("/forward/name")
                                .asText());
                Eventually.holds("chunks come", SETTLED_WITHIN, () -> viewer.chunks() > 30);
                assertEquals(0, viewer.missing());
            }
            Http.Answer placement = system.placement();
            assertEquals("live", placement.json().at("/stream/state").asText(), placement::body);
            System.out.println(order + ": settled after " + (System.nanoTime() - startNanos) / 1_000_000 + " ms");
        }
    }
}
