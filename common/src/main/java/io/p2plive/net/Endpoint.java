/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.CompletionStage;

/** What answers at a path: one of the three kinds below. */
public sealed interface Endpoint {

    /** Takes a request whole and answers it whole. */
    non-sealed interface Answering extends Endpoint {
        /**
         * Answers. Called on the connection's loop; must not block.
         *
         * @return the answer, or a failure with {@link HttpRefusal} or, as our own fault, anything else
         * @throws HttpRefusal to refuse at once
         */
        CompletionStage<HttpReply> answer(HttpCall call) throws HttpRefusal;

        /** The largest body taken. */
        default int maxBodyBytes() {
            return 0;
        }
    }

    /** Takes a body of any length as it comes. */
    non-sealed interface Receiving extends Endpoint {
        /**
         * Begins to take the body. Called on the connection's loop, before {@code 100 Continue}.
         *
         * @throws HttpRefusal to refuse before the body; the connection is then closed
         */
        Upload begin(HttpCall call, ChannelHandlerContext ctx) throws HttpRefusal;
    }

    /** One body on its way in. Confined to the connection's loop. */
    interface Upload {
        /**
         * Some bytes; they belong to the caller, who frees them after the call.
         *
         * @throws HttpRefusal to refuse what follows; the connection is then closed
         */
        void onBytes(ByteBuf bytes) throws HttpRefusal;

        /** The body is whole. */
        HttpReply onEnd();

        /** The connection was lost before the body was whole, or this upload was refused. */
        void onLost();
    }

    /** Takes WebSocket connections. */
    non-sealed interface Speaking extends Endpoint {
        /**
         * Accepts a connection. Called on its loop, before the handshake is answered.
         *
         * @throws HttpRefusal to refuse the handshake
         */
        WebSocketHandler accept(HttpCall call) throws HttpRefusal;

        /** The largest message taken. */
        int maxMessageBytes();
    }
}
