/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.daemon.ConfigurationException;
import io.p2plive.daemon.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardSettingsTest {
    @TempDir
    private Path folder;

    private static ForwardSettings load(Optional<Path> file, Map<String, String> environment)
            throws ConfigurationException {
        return Settings.load("forward", file, environment, ForwardSettings.class);
    }

    @Test
    void hasADefaultForEverything() throws ConfigurationException {
        ForwardSettings settings = load(Optional.empty(), Map.of());

        assertEquals(9999, settings.relayPort());
        assertEquals(9998, settings.viewerPort());
        assertEquals(2000, settings.viewers().maxViewers());
        assertEquals("", settings.sharedSecret());
    }

    @Test
    void takesTheEnvironment() throws ConfigurationException {
        ForwardSettings settings = load(
                Optional.empty(),
                Map.of("P2PLIVE_FORWARD_VIEWERS_MAX_VIEWERS", "5", "P2PLIVE_FORWARD_SHARED_SECRET", "s3cret"));

        assertEquals(5, settings.viewers().maxViewers());
        assertEquals("s3cret", settings.sharedSecret());
        assertFalse(settings.toString().contains("s3cret"));
    }

    @ParameterizedTest
    @CsvSource({
        "'relayPort: 70000', relayPort",
        "'relayPort: 9998', viewerPort",
        "'viewerPort: many', viewerPort",
        "'eventLoops: -1', eventLoops",
        "'transport: kqueue', transport",
        "'warmUp: perhaps', warmUp",
        "'viewers: {batchMillis: 5000}', viewers.batchMillis",
        "'name: \"\"', name",
        "'nmae: x', nmae",
        "'viewers: {maxViewers: 0}', viewers.maxViewers",
        "'viewers: {queueBytes: 1}', viewers.queueBytes",
        "'viewers: {maxVewers: 1}', viewers.maxVewers",
        "'relay: {maxLinks: 0}', relay.maxLinks",
        "'relay: {maxChannels: 99999}', relay.maxChannels",
        "'streams: {gopBytes: 5}', streams.gopBytes",
        "'streams: {recentMillis: 1.5}', streams.recentMillis",
        "'streams:', streams"
    })
    void namesTheKeyOfABadValue(String yaml, String key) throws IOException {
        Path file = Files.writeString(folder.resolve("forward.yaml"), yaml);

        ConfigurationException fault =
                assertThrows(ConfigurationException.class, () -> load(Optional.of(file), Map.of()));

        assertTrue(fault.getMessage().contains(key), fault.getMessage());
    }
}
