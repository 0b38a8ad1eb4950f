/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentOverlayTest {

    @Test
    void setsNumbersSwitchesAndTexts() throws Exception {
        SampleSettings settings = load(Map.of(
                "P2PLIVE_SAMPLE_PORT", "81",
                "P2PLIVE_SAMPLE_SHARE", "false",
                "P2PLIVE_SAMPLE_NAME", "here"));

        assertEquals(81, settings.port());
        assertFalse(settings.share());
        assertEquals("here", settings.name());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "P2PLIVE_SAMPLE_LIMITS_MAX_VIEWERS",
                "P2PLIVE_SAMPLE_LIMITS_MAXVIEWERS",
                "P2PLIVE_SAMPLE_LIMITS__MAX_VIEWERS"
            })
    void findsACamelCaseKeyByItsWords(String variable) throws Exception {
        assertEquals(
                new SampleSettings.Limits(7, 5000), load(Map.of(variable, "7")).limits());
    }

    @Test
    void readsAListInBrackets() throws Exception {
        assertEquals(
                List.of("10.1.0.0/16", "10.2.0.0/16"),
                load(Map.of("P2PLIVE_SAMPLE_NETWORKS", "[10.1.0.0/16, 10.2.0.0/16]"))
                        .networks());
    }

    @Test
    void setsAndAppendsElementsOfAList() throws Exception {
        assertEquals(
                List.of("10.1.0.0/16", "10.2.0.0/16"),
                load(Map.of("P2PLIVE_SAMPLE_NETWORKS_0", "10.1.0.0/16", "P2PLIVE_SAMPLE_NETWORKS_1", "10.2.0.0/16"))
                        .networks());
    }

    @Test
    void buildsAListOfObjectsWordByWord() throws Exception {
        assertEquals(
                List.of(new SampleSettings.Forward("a", 1), new SampleSettings.Forward("b", 2)),
                load(Map.of(
                                "P2PLIVE_SAMPLE_FORWARDS_0_NAME", "a",
                                "P2PLIVE_SAMPLE_FORWARDS_0_MAX_VIEWERS", "1",
                                "P2PLIVE_SAMPLE_FORWARDS_1_NAME", "b",
                                "P2PLIVE_SAMPLE_FORWARDS_1_MAX__VIEWERS", "2"))
                        .forwards());
    }

    @Test
    void mergesAMappingIntoWhatIsThere() throws Exception {
        assertEquals(
                new SampleSettings.Limits(7, 5000),
                load(Map.of("P2PLIVE_SAMPLE_LIMITS", "{maxViewers: 7}")).limits());
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"0123", "1e5", "#secret", "a: b", "@x", "*y", "[z]", "{", "'quoted'", "null", "~", " ", ""})
    void keepsATextJustAsItIs(String text) throws Exception {
        assertEquals(text, load(Map.of("P2PLIVE_SAMPLE_SECRET", text)).secret());
    }

    @Test
    void keepsATextInAListJustAsItIs() throws Exception {
        assertEquals(
                "0123",
                load(Map.of("P2PLIVE_SAMPLE_FORWARDS_0_NAME", "0123", "P2PLIVE_SAMPLE_FORWARDS_0_MAX_VIEWERS", "1"))
                        .forwards()
                        .get(0)
                        .name());
    }

    @Test
    void leavesTheVariablesOfOthersAlone() throws Exception {
        assertEquals(
                8080,
                load(Map.of("P2PLIVE_OTHER_PORT", "1", "P2PLIVE_LOG", "debug", "PORT", "2"))
                        .port());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "P2PLIVE_SAMPLE_PROT",
                "P2PLIVE_SAMPLE_",
                "P2PLIVE_SAMPLE_LIMITS_NONE",
                "P2PLIVE_SAMPLE_PORT_0",
                "P2PLIVE_SAMPLE_NETWORKS_0_NAME",
                "P2PLIVE_SAMPLE_NETWORKS_X",
                "P2PLIVE_SAMPLE_NETWORKS_-1",
                "P2PLIVE_SAMPLE_NETWORKS_1000000000"
            })
    void namesAVariableThatSetsNothing(String variable) {
        String fault = faultOf(Map.of(variable, "1"));

        assertTrue(fault.contains(variable), fault);
    }

    @Test
    void namesAnUnknownKeyOfAnElement() {
        String fault = faultOf(Map.of(
                "P2PLIVE_SAMPLE_FORWARDS", "[{name: a, maxViewers: 1}]",
                "P2PLIVE_SAMPLE_FORWARDS_0_NMAE", "b"));

        assertTrue(fault.contains("'forwards.0.nmae'"), fault);
    }

    @Test
    void namesTheKeyOfAValueOfTheWrongType() {
        assertTrue(faultOf(Map.of("P2PLIVE_SAMPLE_PORT", "many")).startsWith("bad value for 'port': "));
        assertTrue(faultOf(Map.of("P2PLIVE_SAMPLE_PORT", "")).contains("'port'"));
    }

    @Test
    void namesTheVariableOfABrokenList() {
        assertTrue(faultOf(Map.of("P2PLIVE_SAMPLE_NETWORKS", "[a")).startsWith("P2PLIVE_SAMPLE_NETWORKS: "));
    }

    private static SampleSettings load(Map<String, String> environment) throws ConfigurationException {
        return Settings.load("sample", Optional.empty(), environment, SampleSettings.class);
    }

    private static String faultOf(Map<String, String> environment) {
        return assertThrows(ConfigurationException.class, () -> load(environment))
                .getMessage();
    }
}
