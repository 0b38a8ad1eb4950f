/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.protocol;

import java.util.Objects;

/** The other side's fault: what it sent is refused, with a reason that it can read. */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;

    /**
     * A refusal.
     *
     * @param message one plain sentence that names what to do
     */
    public ProtocolException(RefusalReason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** A refusal of something that does not have the agreed form. */
    public static ProtocolException malformed(String message) {
        return new ProtocolException(RefusalReason.MALFORMED, message);
    }

    /** Why. */
    public RefusalReason reason() {
        return reason;
    }
}
