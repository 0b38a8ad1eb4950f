/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.daemon;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void areTheDefaultsWhenNobodySaysOtherwise() throws Exception {
        SampleSettings settings = Settings.load("sample", Optional.empty(), Map.of(), SampleSettings.class);

        assertEquals(
                new SampleSettings(
                        "sample",
                        8080,
                        "",
                        true,
                        List.of("10.0.0.0/8"),
                        List.of(),
                        new SampleSettings.Limits(100, 5000)),
                settings);
    }

    @Test
    void mergeAFileIntoTheDefaultsKeyByKeyButReplaceItsListsWhole() throws Exception {
        SampleSettings settings = load("""
                port: 9000
                networks: [192.168.0.0/16, 172.16.0.0/12]
                limits:
                  maxViewers: 7
                forwards:
                  - {name: a, maxViewers: 3}
                """);

        assertAll(
                () -> assertEquals(9000, settings.port()),
                () -> assertEquals("sample", settings.name()),
                () -> assertEquals(List.of("192.168.0.0/16", "172.16.0.0/12"), settings.networks()),
                () -> assertEquals(new SampleSettings.Limits(7, 5000), settings.limits()),
                () -> assertEquals(List.of(new SampleSettings.Forward("a", 3)), settings.forwards()));
    }

    @Test
    void takeTheEnvironmentOverTheFile() throws Exception {
        SampleSettings settings = Settings.load(
                "sample",
                Optional.of(file("port: 9000\nname: file")),
                Map.of("P2PLIVE_SAMPLE_PORT", "9001"),
                SampleSettings.class);

        assertEquals(9001, settings.port());
        assertEquals("file", settings.name());
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"", "# nothing but a comment\n"})
    void areTheDefaultsWhenTheFileSaysNothing(String content) throws Exception {
        assertEquals(8080, load(content).port());
    }

    @Test
    void nameAnUnknownKeyAndThoseThatAreKnown() {
        String fault = faultOf("prot: 9000");

        assertTrue(fault.contains("'prot'") && fault.contains("port"), fault);
    }

    @Test
    void nameAnUnknownKeyByItsWholePath() {
        assertTrue(faultOf("limits: {viewers: 1}").contains("'limits.viewers'"));
        assertTrue(faultOf("forwards: [{name: a, maxViewers: 1, nmae: b}]").contains("'forwards.0.nmae'"));
    }

    @Test
    void nameAKeyThatIsMissing() {
        assertEquals("'forwards.0.name' is missing, or has no value", faultOf("forwards: [{nmae: a, maxViewers: 1}]"));
        assertEquals("'forwards.0.maxViewers' is missing, or has no value", faultOf("forwards: [{name: a}]"));
        assertEquals("'port' is missing, or has no value", faultOf("port:"));
    }

    @Test
    void nameTheKeyOfAValueOfTheWrongType() {
        assertTrue(faultOf("port: many").startsWith("bad value for 'port': "));
        assertTrue(faultOf("limits: {idleMillis: soon}").startsWith("bad value for 'limits.idleMillis': "));
        assertTrue(faultOf("limits: 5").startsWith("bad value for 'limits': "));
        assertTrue(faultOf("networks: 10.0.0.0/8").startsWith("bad value for 'networks': "));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"port: 80.5", "port: ~", "port:", "port: ''", "port: true", "share: 7up", "limits: ~"})
    void refuseAValueThatWouldHaveToBeGuessed(String content) {
        faultOf(content);
    }

    @Test
    void passOnWhatTheRecordItselfRefuses() {
        assertTrue(faultOf("port: 70000").endsWith("port is not in 0 … 65535"));
    }

    @Test
    void nameTheLineOfADuplicateKey() {
        String fault = faultOf("port: 9000\nname: x\nport: 9001\n");

        assertTrue(fault.contains("line 3") && fault.contains("'port'"), fault);
    }

    @Test
    void nameTheFileAndTheLineOfBrokenYaml() {
        String fault = faultOf("port: 9000\nnetworks: [a, b\nname: x\n");

        assertTrue(fault.contains("operator.yaml: line 3: "), fault);
    }

    @Test
    void refuseAFileThatHoldsNoKeys() {
        assertTrue(faultOf("[1, 2]").contains("no keys"));
        assertTrue(faultOf("just words").contains("no keys"));
    }

    @Test
    void refuseASecondDocumentThatNobodyWouldRead() {
        faultOf("port: 9000\n---\nport: 9001\n");
    }

    @Test
    void nameAFileThatIsNotThere() {
        Path absent = folder.resolve("absent.yaml");

        String fault = assertThrows(
                        ConfigurationException.class,
                        () -> Settings.load("sample", Optional.of(absent), Map.of(), SampleSettings.class))
                .getMessage();

        assertEquals("cannot read " + absent + ": there is no such file", fault);
    }

    @Test
    void blameTheJarForDefaultsThatAreMissing() {
        assertThrows(
                IllegalStateException.class,
                () -> Settings.load("nosuchdaemon", Optional.empty(), Map.of(), SampleSettings.class));
    }

    private SampleSettings load(String content) throws ConfigurationException, IOException {
        return Settings.load("sample", Optional.of(file(content)), Map.of(), SampleSettings.class);
    }

    private String faultOf(String content) {
        return assertThrows(ConfigurationException.class, () -> load(content)).getMessage();
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("operator.yaml"), content);
    }
}
