/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name under which a stream is pushed and watched: 1 to 64 of {@code A–Z a–z 0–9 _ -}, the first a letter or digit
 * (docs/protocol.md §7). Immutable.
 */
public record StreamName(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /** The stream of the bare path {@code /stream}. */
    public static final StreamName DEFAULT = new StreamName("live");

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when {@code value} is no stream name
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public StreamName {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a stream name is 1 to 64 letters, digits, '_' or '-'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
