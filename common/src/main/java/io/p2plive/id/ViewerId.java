/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Who a viewer is to others: 32 hexadecimal digits that say nothing about it (docs/protocol.md §3). Immutable.
 */
public record ViewerId(@JsonValue String value) implements Comparable<ViewerId> {
    private static final int ID_BYTES = 16;
    private static final int DIGITS = 2 * ID_BYTES;

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when {@code value} is not 32 lower-case hexadecimal digits
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ViewerId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("a viewer id is 32 hexadecimal digits");
        }
    }

    /**
     * The id that belongs to a viewer's secret key.
     *
     * @param key 32 hexadecimal digits
     * @throws IllegalArgumentException when {@code key} is anything else
     */
    public static ViewerId ofKey(String key) {
        if (!isWellFormed(key)) {
            throw new IllegalArgumentException("a viewer's key is 32 hexadecimal digits");
        }
        byte[] digest = sha256().digest(HexFormat.of().parseHex(key));
        return new ViewerId(HexFormat.of().formatHex(digest, 0, ID_BYTES));
    }

    /** Without a pattern: each message names one or more viewers. */
    private static boolean isWellFormed(String digits) {
        if (digits == null || digits.length() != DIGITS) {
            return false;
        }
        for (int i = 0; i < DIGITS; i++) {
            char digit = digits.charAt(i);
            if (!HexFormat.isHexDigit(digit) || Character.isUpperCase(digit)) {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public int compareTo(ViewerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
