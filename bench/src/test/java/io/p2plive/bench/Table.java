/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;

/** What a bench printed, run with a handful of viewers. Immutable. */
public record Table(String text) {
    /** Runs a command, on whatever cores there are. */
    public static Table of(String... arguments) {
        StringWriter text = new StringWriter();
        StringWriter faults = new StringWriter();
        int status = BenchCommand.commandLine()
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(faults))
                .execute(arguments);
        assertEquals(0, status, faults::toString);
        return new Table(text.toString());
    }

    /** The medians of a row, a candidate each; those that lack it are left out. */
    public List<Double> row(String label) {
        String line = text.lines()
                .filter(each -> each.startsWith(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row \"" + label + "\" in\n" + text));
        return Arrays.stream(line.substring(label.length()).trim().split("\\s{2,}"))
                .filter(cell -> !cell.equals("–"))
                .map(cell -> Double.valueOf(cell.split(" ", 2)[0].replace(",", "")))
                .toList();
    }
}
