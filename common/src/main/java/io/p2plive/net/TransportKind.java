/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** By which of the system's interfaces a daemon reads and writes. */
public enum TransportKind {
    /** Epoll where the system has it, NIO elsewhere. */
    AUTO(""),
    /** Linux's own. */
    EPOLL("Linux on x86-64 or ARM64"),
    /** Java's own, on any system. */
    NIO(""),
    /** Linux's newest; in many containers forbidden. */
    IO_URING("Linux 5.9 or later on x86-64 or ARM64, kernel.io_uring_disabled=0, and in a container a seccomp"
            + " profile that allows io_uring_setup");

    private final String need;

    TransportKind(String need) {
        this.need = need;
    }

    /** What a system must have for it, as a part of a sentence. */
    String need() {
        return need;
    }

    /** The word in the configuration. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind with this word.
     *
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static TransportKind ofWord(String word) {
        for (TransportKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("transport is auto, epoll, nio or io_uring");
    }
}
