/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a stream is (docs/protocol.md §2). */
public enum StreamState {
    /** It is being pushed. */
    LIVE,
    /** It was pushed, and the broadcaster left. */
    AWAY,
    /** Never heard of, or what feeds it is out of reach. */
    WAITING;

    /** The word on the wire. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state with this word.
     *
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static StreamState ofWord(String word) {
        for (StreamState state : values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        throw new IllegalArgumentException("a stream is live, away or waiting");
    }
}
