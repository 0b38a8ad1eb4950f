/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.protocol.RefusalReason;

/** A request is refused: the status, the word, and a sentence that names what to do. */
public final class HttpRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient HttpResponseStatus status;
    private final RefusalReason reason;

    /** A refusal. */
    public HttpRefusal(HttpResponseStatus status, RefusalReason reason, String message) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    /** The status. */
    public HttpResponseStatus status() {
        return status;
    }

    /** The word. */
    public RefusalReason reason() {
        return reason;
    }
}
