/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why something was refused, in a word that the other side can act on (docs/protocol.md §8). */
public enum RefusalReason {
    MALFORMED,
    UNKNOWN_TYPE,
    TOO_LARGE,
    TOO_MANY,
    TOO_SLOW,
    PROTOCOL_VERSION,
    UNAUTHORIZED,
    UNKNOWN_STREAM,
    UNKNOWN_VIEWER,
    UNKNOWN_TRACKER,
    NOT_INTRODUCED,
    NOT_JOINED,
    NO_TRACKER,
    NO_SOURCE,
    ALREADY_LIVE,
    UNSUPPORTED_MEDIA,
    TOO_MANY_STREAMS,
    DRAINING,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    INTERNAL;

    /** The word on the wire. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The reason with this word.
     *
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static RefusalReason ofWord(String word) {
        for (RefusalReason reason : values()) {
            if (reason.word().equals(word)) {
                return reason;
            }
        }
        throw new IllegalArgumentException("unknown reason");
    }
}
