/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTest {

    @Test
    void escapesEveryText() {
        String evil = "<b>'\"&\"</b>";
        String harmless = "&lt;b&gt;&#39;&quot;&amp;&quot;&lt;/b&gt;";

        String page = Html.page(
                evil,
                Html.section(evil, Html.note(evil) + Html.cell(evil) + Html.cell(evil, true) + Html.number(evil)));

        assertFalse(page.contains(evil), page);
        assertEquals(6, page.split(harmless, -1).length - 1);
    }

    @Test
    void putsTheBodyIntoTheFrame() {
        assertTrue(Html.page("x", "<p>body").contains("<main><p>body</main>"));
    }

    @ParameterizedTest(name = "{0} ms is {1}")
    @CsvSource({"999,0 s", "61999,1 min 1 s", "3661999,1 h 1 min"})
    void writesTimeSpansInWords(long millis, String words) {
        assertEquals(words, Html.duration(millis));
    }
}
