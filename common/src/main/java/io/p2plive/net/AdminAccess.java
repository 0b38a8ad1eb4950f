/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.protocol.RefusalReason;
import java.util.Locale;

/** Who may see the pages that are for operators. */
public enum AdminAccess {
    /** Only who sits at this machine; a proxy on it does not count. */
    LOOPBACK,
    /** Everybody. */
    EVERYONE;

    /** The word in the configuration. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The access with this word.
     *
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static AdminAccess ofWord(String word) {
        for (AdminAccess access : values()) {
            if (access.word().equals(word)) {
                return access;
            }
        }
        throw new IllegalArgumentException("debug is loopback or everyone");
    }

    /**
     * Lets the call pass.
     *
     * @throws HttpRefusal 403 when its sender may not see this
     */
    public void check(HttpCall call) throws HttpRefusal {
        // A page of somebody else's in the operator's own browser, or a name of theirs that leads here, is not the
        // operator.
        boolean isLocal = call.remote().getAddress().isLoopbackAddress()
                && call.header("X-Forwarded-For").isEmpty()
                && call.header(HttpHeaderNames.ORIGIN).isEmpty()
                && call.host().map(HostPort::isLoopback).orElse(true);
        if (this == LOOPBACK && !isLocal) {
            throw new HttpRefusal(
                    HttpResponseStatus.FORBIDDEN,
                    RefusalReason.UNAUTHORIZED,
                    "this page is for the machine itself; set debug: everyone to open it");
        }
    }
}
