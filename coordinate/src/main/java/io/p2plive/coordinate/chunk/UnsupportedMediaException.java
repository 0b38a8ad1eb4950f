/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

/** The bytes are no video that we carry; the message says what they are and what to do. */
public final class UnsupportedMediaException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A refusal. */
    public UnsupportedMediaException(String message) {
        super(message);
    }
}
