/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What the pages for operators are made of: one frame, and text that is made harmless. Immutable. */
public final class Html {
    private static final String FRAME = resource("/operator-page.html");

    private Html() {}

    /**
     * A page that keeps itself up to date.
     *
     * @param title any text
     * @param body markup in which every text is escaped
     */
    public static String page(String title, String body) {
        return FRAME.replace("{{title}}", escape(title)).replace("{{body}}", body);
    }

    /** Text that somebody else chose, made harmless in an attribute or between tags. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A part of the page under a heading. */
    public static String section(String heading, String body) {
        return "<section><h2>" + escape(heading) + "</h2>" + body + "</section>";
    }

    /** A line that stands back. */
    public static String note(String text) {
        return "<p class=dim>" + escape(text) + "</p>";
    }

    /** A cell of text. */
    public static String cell(String text) {
        return "<td>" + escape(text) + "</td>";
    }

    /** A cell of text that is well or not. */
    public static String cell(String text, boolean isWell) {
        return "<td class=" + (isWell ? "ok" : "bad") + ">" + escape(text) + "</td>";
    }

    /** A cell that is aligned as numbers are. */
    public static String number(Object value) {
        return "<td class=n>" + escape(String.valueOf(value)) + "</td>";
    }

    /** A time span in words. */
    public static String duration(long millis) {
        Duration duration = Duration.ofMillis(millis);
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }

    private static String resource(String name) {
        try (InputStream in = Html.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("no " + name + " beside the code", e);
        }
    }
}
