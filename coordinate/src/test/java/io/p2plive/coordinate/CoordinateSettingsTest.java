/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.daemon.ConfigurationException;
import io.p2plive.daemon.Settings;
import io.p2plive.id.StreamName;
import io.p2plive.net.AdminAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoordinateSettingsTest {
    @TempDir
    private Path folder;

    private CoordinateSettings load(String yaml) throws ConfigurationException {
        try {
            Path file = Files.writeString(folder.resolve("c.yaml"), yaml);
            return Settings.load("coordinate", Optional.of(file), Map.of(), CoordinateSettings.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void makesAWorkingLocalSystemByDefault() throws ConfigurationException {
        CoordinateSettings settings = load("");
        assertEquals(8080, settings.port());
        assertEquals(2, settings.stripes());
        assertEquals(AdminAccess.LOOPBACK, settings.debug());
        assertTrue(settings.keysByStream().isEmpty());
        assertTrue(settings.anyRegionWillDo());
    }

    @Test
    void readsTheExamplesOfTheDefaultFile() throws ConfigurationException {
        CoordinateSettings settings = load("""
                streamKeys:
                  - stream: live
                    key: a long random word
                regions:
                  - network: 10.0.0.0/8
                    region: campus
                trustedProxies: [127.0.0.1/32]
                iceServers:
                  - urls: [stun:stun.example.org:3478]
                  - urls: [turn:turn.example.org:3478]
                    secret: s
                    ttlSeconds: 3600
                """);
        assertEquals("a long random word", settings.keysByStream().get(StreamName.DEFAULT));
        assertEquals(1, settings.regionsByNetwork().size());
        assertEquals(86_400, settings.iceEntries().get(0).ttlSeconds());
        assertEquals(3_600, settings.iceEntries().get(1).ttlSeconds());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: ''|name",
                "name: ' '|name",
                "port: 65536|port",
                "port: -1|port",
                "port: eighty|port",
                "port: 80.5|port",
                "port: null|port",
                "stripes: 0|stripes",
                "stripes: 9|stripes",
                "streamKeys: [{stream: live}]|streamKeys",
                "streamKeys: [{stream: live, key: ' '}]|streamKeys",
                "streamKeys: [{stream: 'a b', key: k}]|streamKeys",
                "streamKeys: [{stream: a, key: k}, {stream: a, key: l}]|streamKeys",
                "regions: [{network: 10.0.0.0/40, region: a}]|regions",
                "regions: [{network: 10.0.0.0/8}]|regions",
                "trustedProxies: [proxy]|trustedProxies",
                "trustedProxies: ['']|trustedProxies",
                "iceServers: [{urls: []}]|iceServers",
                "iceServers: [{urls: ['http://x']}]|iceServers",
                "iceServers: [{urls: ['turn:x'], ttlSeconds: 59}]|iceServers",
                "debug: nobody|debug",
                "heartbeatMillis: 99|heartbeatMillis",
                "expiryMillis: 3999|expiryMillis",
                "limits: {connections: 0}|limits.connections",
                "limits: {connectionsPerAddress: 0}|limits.connectionsPerAddress",
                "limits: {streams: 65536}|limits.streams",
                "limits: {trackers: 0}|limits.trackers",
                "limits: {gopBytes: 1}|limits.gopBytes",
                "limits: {relayQueueBytes: 1}|limits.relayQueueBytes",
                "eventLoops: -1|eventLoops",
                "colour: red|colour",
                "limits: {colour: red}|limits.colour"
            })
    void namesTheBadValue(String yaml, String key) {
        ConfigurationException fault = assertThrows(ConfigurationException.class, () -> load(yaml));
        assertTrue(fault.getMessage().contains(key), fault.getMessage());
    }

    @Test
    void refusesANameThatNoForwardWouldTake() {
        assertThrows(ConfigurationException.class, () -> load("name: " + "n".repeat(256)));
    }

    @Test
    void showsNoSecretInItsWords() throws ConfigurationException {
        CoordinateSettings settings = load("""
                sharedSecret: hush
                streamKeys: [{stream: live, key: hush}]
                iceServers: [{urls: ['turn:x'], secret: hush, credential: hush}]
                """);
        String words =
                settings + " " + settings.streamKeys() + " " + settings.iceServers() + " " + settings.iceEntries();
        assertFalse(words.contains("hush"), words);
    }
}
