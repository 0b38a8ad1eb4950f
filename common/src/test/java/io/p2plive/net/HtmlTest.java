/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void escapesEveryText() {
        String evil = "<script>alert('\"&\")</script>";

        String page = Html.page(evil)
                .heading(evil)
                .section(evil)
                .note(evil)
                .table(List.of(evil), List.of(List.of(evil)), evil)
                .table(List.of(evil), List.of(), evil)
                .toString();

        assertFalse(page.contains("<script>"), page);
        assertTrue(page.contains("&lt;script&gt;alert(&#39;&quot;&amp;&quot;)&lt;/script&gt;"), page);
    }

    @Test
    void saysWhatIsSoWhenATableIsEmpty() {
        assertTrue(Html.page("x")
                .table(List.of("a"), List.of(), "no viewers")
                .toString()
                .contains("no viewers"));
    }

    @Test
    void writesTimeSpansInWords() {
        assertEquals("1 h 01 min 01 s", Html.duration(3_661_999));
    }
}
