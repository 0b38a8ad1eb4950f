/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import java.io.IOException;

/** The server broke off, or lets somebody wait for ever: it does not bear so many viewers. The load itself is sound. */
final class NotServedException extends IOException {
    private static final long serialVersionUID = 1L;

    NotServedException(String message) {
        super(message);
    }

    NotServedException(String message, IOException cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
