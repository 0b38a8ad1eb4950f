/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.protocol;

/** A message of another protocol version; refused as {@link RefusalReason#PROTOCOL_VERSION}. */
public final class UnspokenVersionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnspokenVersionException(int version) {
        super("protocol version " + version + " is not spoken here, only " + Limits.PROTOCOL_VERSION);
    }
}
