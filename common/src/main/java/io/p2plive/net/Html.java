/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import java.time.Duration;
import java.util.List;

/**
 * A small page for operators: headings, tables, and drawings made elsewhere. Every text is escaped; the page asks for itself
 * again every two seconds.
 *
 * <p>Not synchronized: belongs to whoever makes the page.
 */
public final class Html {
    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="2">
            <title>TITLE</title>
            <style>
            :root { color-scheme: dark; }
            body { margin: 0 auto; padding: 2rem; max-width: 76rem; background: #10151c; color: #d6dde6;
              font: 15px/1.5 system-ui, sans-serif; }
            h1 { font-size: 1.5rem; margin: 0; }
            h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; color: #8fb8ff; }
            p { color: #97a3b3; margin: .25rem 0; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid #263140; }
            th { color: #97a3b3; font-weight: 500; }
            svg { max-width: 100%; height: auto; }
            </style></head><body>
            """;

    private final StringBuilder text = new StringBuilder();

    private Html() {}

    /** A page that is empty but for its title. */
    public static Html page(String title) {
        Html page = new Html();
        page.text.append(HEAD.replace("TITLE", escape(title)));
        return page;
    }

    /** The page's heading. */
    public Html heading(String words) {
        return raw("<h1>" + escape(words) + "</h1>\n");
    }

    /** The heading of a part. */
    public Html section(String words) {
        return raw("<h2>" + escape(words) + "</h2>\n");
    }

    /** A line of text. */
    public Html note(String words) {
        return raw("<p>" + escape(words) + "</p>\n");
    }

    /**
     * A table.
     *
     * @param whenEmpty what to say when there are no rows
     */
    public Html table(List<String> columns, List<List<String>> rows, String whenEmpty) {
        if (rows.isEmpty()) {
            return note(whenEmpty);
        }
        raw("<div class=\"wide\"><table><thead>");
        row("th", columns);
        raw("</thead><tbody>");
        rows.forEach(cells -> row("td", cells));
        return raw("</tbody></table></div>\n");
    }

    private void row(String tag, List<String> cells) {
        raw("<tr>");
        cells.forEach(cell -> raw("<" + tag + ">" + escape(cell) + "</" + tag + ">"));
        raw("</tr>\n");
    }

    /** Markup that was made, and escaped, elsewhere. */
    public Html raw(String markup) {
        text.append(markup);
        return this;
    }

    /** Text that can stand in markup and in attributes. */
    public static String escape(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A time span in words. */
    public static String duration(long millis) {
        Duration span = Duration.ofMillis(millis);
        return String.format("%d h %02d min %02d s", span.toHours(), span.toMinutesPart(), span.toSecondsPart());
    }

    @Override
    public String toString() {
        return text + "</body></html>\n";
    }
}
