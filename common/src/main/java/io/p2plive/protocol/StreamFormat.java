/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What the bytes of a stream are (docs/protocol.md §1). */
public enum StreamFormat {
    /** An MPEG1 video elementary stream, ISO/IEC 11172-2. */
    MPEG1(1, "mpeg1"),
    /** An MPEG transport stream, ISO/IEC 13818-1, that carries MPEG1 video and perhaps MP2 sound. */
    MPEGTS(2, "mpegts");

    private final int code;
    private final String label;

    StreamFormat(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The byte in the chunk's header. */
    public int code() {
        return code;
    }

    /** The word in JSON. */
    @JsonValue
    public String label() {
        return label;
    }

    /**
     * The format with this word.
     *
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static StreamFormat ofLabel(String label) {
        for (StreamFormat format : values()) {
            if (format.label.equals(label)) {
                return format;
            }
        }
        throw new IllegalArgumentException("a stream's format is mpeg1 or mpegts");
    }

    /** Whether a format has this code. */
    public static boolean isCode(int code) {
        return code == MPEG1.code || code == MPEGTS.code;
    }
}
