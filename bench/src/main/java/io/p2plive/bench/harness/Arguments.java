/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a command tells its load process: {@code name=value} pairs. Confined to its caller. */
public final class Arguments {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** Reads what {@link #list} wrote. */
    public static Arguments of(String[] list) {
        Arguments arguments = new Arguments();
        for (String pair : list) {
            String[] parts = pair.split("=", 2);
            arguments.with(parts[0], parts[1]);
        }
        return arguments;
    }

    /** Adds one. */
    public Arguments with(String name, Object value) {
        values.put(name, value.toString());
        return this;
    }

    /** One that is a text. */
    public String text(String name) {
        return values.get(name);
    }

    /** One that is a number. */
    public int number(String name) {
        return Integer.parseInt(values.get(name));
    }

    /** For a command line. */
    public List<String> list() {
        List<String> list = new ArrayList<>();
        values.forEach((name, value) -> list.add(name + "=" + value));
        return list;
    }
}
