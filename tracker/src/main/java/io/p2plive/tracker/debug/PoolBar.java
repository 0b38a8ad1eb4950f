/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.debug;

import io.p2plive.tracker.debug.Report.Pool;
import java.util.Locale;

/** Draws how much of a forward's slots each use has taken. */
final class PoolBar {
    private static final String FRAME =
            "display:flex;width:150px;height:8px;margin-top:3px;border-radius:4px;overflow:hidden;background:var(--line)";

    private PoolBar() {}

    static String cell(Pool pool) {
        return "<td>" + pool.taken() + " of " + pool.total() + "<div style=\"" + FRAME + "\">"
                + part("roots", pool.roots(), pool.total(), "var(--even)")
                + part("first pictures", pool.firstPictures(), pool.total(), "var(--ok)")
                + part("rescues", pool.rescues(), pool.total(), "var(--odd)") + "</div></td>";
    }

    private static String part(String name, int count, int total, String colour) {
        return String.format(
                Locale.ROOT,
                "<i title=\"%d %s\" style=\"width:%.2f%%;background:%s\"></i>",
                count,
                name,
                100.0 * count / Math.max(1, total),
                colour);
    }
}
