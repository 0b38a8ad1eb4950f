/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamNameTest {

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "live",
                "a",
                "7",
                "Camera-2_hall",
                "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void takesLettersDigitsLowLinesAndHyphens(String name) {
        assertEquals(name, new StreamName(name).toString());
    }

    @ParameterizedTest(name = "[{0}]")
    @NullSource
    @ValueSource(
            strings = {
                "",
                "-live",
                "_live",
                "a b",
                "a/b",
                "../live",
                "é",
                "live\n",
                "<b>",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void refusesEverythingElse(String name) {
        assertThrows(IllegalArgumentException.class, () -> new StreamName(name));
    }

    @Test
    void isLiveByDefault() {
        assertEquals("live", StreamName.DEFAULT.value());
    }
}
