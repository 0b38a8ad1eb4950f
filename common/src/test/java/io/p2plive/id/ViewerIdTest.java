/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewerIdTest {

    /** Made with {@code printf KEY | xxd -r -p | sha256sum}, so that every implementation can be held to it. */
    @ParameterizedTest(name = "[{0}]")
    @CsvSource({
        "00000000000000000000000000000000, 374708fff7719dd5979ec875d56cd228",
        "0123456789abcdef0123456789abcdef, 223e0a160af9da0a03e6dd2c4719c56f",
        "ffffffffffffffffffffffffffffffff, 5ac6a5945f16500911219129984ba8b3"
    })
    void isTheFirstHalfOfTheKeysDigest(String key, String id) {
        assertEquals(id, ViewerId.ofKey(key).value());
    }

    @ParameterizedTest(name = "[{0}]")
    @NullSource
    @ValueSource(
            strings = {
                " ",
                "0123",
                "0123456789ABCDEF0123456789ABCDEF",
                "0123456789abcdef0123456789abcdef0",
                "0123456789abcdef0123456789abcdeg",
                "0123456789abcdef0123456789abcdef\n"
            })
    void refusesWhatIsNot32LowerCaseHexadecimalDigits(String text) {
        assertThrows(IllegalArgumentException.class, () -> new ViewerId(text));
        assertThrows(IllegalArgumentException.class, () -> ViewerId.ofKey(text));
    }

    @Test
    void isComparedAsAString() {
        ViewerId small = new ViewerId("0f000000000000000000000000000000");
        ViewerId great = new ViewerId("f0000000000000000000000000000000");

        assertTrue(small.compareTo(great) < 0);
        assertEquals("0f000000000000000000000000000000", small.toString());
    }
}
