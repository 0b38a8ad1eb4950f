/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.daemon.ConfigurationException;
import io.p2plive.daemon.Settings;
import io.p2plive.net.AdminAccess;
import io.p2plive.net.TransportKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackerSettingsTest {
    private static TrackerSettings load(Map<String, String> environment) throws ConfigurationException {
        return Settings.load("tracker", Optional.empty(), environment, TrackerSettings.class);
    }

    @Test
    void hasADefaultForEverything() throws ConfigurationException {
        TrackerSettings settings = load(Map.of());

        assertEquals(9090, settings.port());
        assertEquals(2, settings.mesh().rootsPerForward());
        assertEquals("ws://localhost:9998", settings.forwards().get(0).pull());
        assertEquals(AdminAccess.LOOPBACK, settings.debug());
    }

    @Test
    void takesElementsOfListsFromTheEnvironment() throws ConfigurationException {
        TrackerSettings settings = load(Map.of(
                "P2PLIVE_TRACKER_FORWARDS_0_PUSH", "edge:1",
                "P2PLIVE_TRACKER_COORDINATES_0", "http://c:1",
                "P2PLIVE_TRACKER_DEBUG", "everyone",
                "P2PLIVE_TRACKER_TRANSPORT", "nio",
                "P2PLIVE_TRACKER_MESH_MAXCHILDREN", "3"));

        assertEquals("edge:1", settings.forwards().get(0).push());
        assertEquals("http://c:1", settings.coordinates().get(0));
        assertEquals(AdminAccess.EVERYONE, settings.debug());
        assertEquals(TransportKind.NIO, settings.transport());
        assertEquals(3, settings.mesh().maxChildren());
    }

    @ParameterizedTest(name = "{0}={1} names {2}")
    @CsvSource({
        "PORT, 70000, port",
        "PORT, x, port",
        "MESH_STRIPES, 9, stripes",
        "MESH_MAXCHILDREN, 9, maxChildren",
        "MESH_STARTCHILDREN, 0, startChildren",
        "MESH_SLOTSPERFORWARD, 0, slotsPerForward",
        "MESH_MAXDEPTH, 65, maxDepth",
        "MESH_ROOTSPERFORWARD, -1, rootsPerForward",
        "EVENTLOGMAXMEGABYTES, 0, eventLogMaxMegabytes",
        "COORDINATES, '[ftp://x]', coordinates",
        "PUBLICURL, 'http://x', publicUrl",
        "FORWARDS_0_PULL, 'localhost:9', pull",
        "LIMITS_JOINMILLIS, 1, joinMillis",
        "MAXVIEWERS, 0, maxViewers",
        "DEBUG, nobody, debug",
        "EVENTLOOPS, -1, eventLoops",
        "TRANSPORT, kqueue, transport",
        "COLOUR, blue, COLOUR"
    })
    void namesTheKeyThatIsWrong(String key, String value, String named) {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> load(Map.of("P2PLIVE_TRACKER_" + key, value)));
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }

    @Test
    void writesNoEventsDownUnlessToldTo() throws ConfigurationException {
        assertEquals(Optional.empty(), load(Map.of()).eventLogFile());

        TrackerSettings told =
                load(Map.of("P2PLIVE_TRACKER_EVENTLOG", "mesh.jsonl", "P2PLIVE_TRACKER_EVENTLOGMAXMEGABYTES", "3000"));
        assertEquals(Optional.of(Path.of("mesh.jsonl")), told.eventLogFile());
        assertEquals(3_000_000_000L, told.eventLogMaxBytes());
    }

    @Test
    void refusesTwoForwardsOfOneName() {
        String two = "[{name: a, push: 'h:1', pull: 'ws://h:2'}, {name: a, push: 'h:3', pull: 'ws://h:4'}]";
        assertThrows(ConfigurationException.class, () -> load(Map.of("P2PLIVE_TRACKER_FORWARDS", two)));
    }
}
