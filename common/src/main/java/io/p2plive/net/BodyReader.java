/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.protocol.RefusalReason;
import java.io.ByteArrayOutputStream;

/** What becomes of one request's body. Confined to the connection's loop. */
abstract class BodyReader {

    /** Some bytes, freed by the caller after the call. */
    abstract void onBytes(ByteBuf bytes) throws HttpRefusal;

    /** The body is whole. */
    abstract void onEnd(ChannelHandlerContext ctx) throws HttpRefusal;

    /** There will be no more of it. */
    abstract void onLost();

    /** Collects the body, within the endpoint's bound, and answers it; one that says itself too long is not begun. */
    static BodyReader answering(Endpoint.Answering endpoint, HttpCall call, HttpResponder responder)
            throws HttpRefusal {
        if (Long.parseLong(call.header(HttpHeaderNames.CONTENT_LENGTH).orElse("0")) > endpoint.maxBodyBytes()) {
            throw tooLarge(endpoint);
        }
        return new Collecting(endpoint, call, responder);
    }

    private static HttpRefusal tooLarge(Endpoint.Answering endpoint) {
        return new HttpRefusal(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                RefusalReason.TOO_LARGE,
                "the body is over " + endpoint.maxBodyBytes() + " bytes");
    }

    /** Hands the body on as it comes. */
    static BodyReader receiving(
            Endpoint.Receiving endpoint, HttpCall call, ChannelHandlerContext ctx, HttpResponder responder)
            throws HttpRefusal {
        return new Passing(endpoint.begin(call, ctx), responder);
    }

    private static final class Collecting extends BodyReader {
        private final Endpoint.Answering endpoint;
        private final HttpCall call;
        private final HttpResponder responder;
        private final ByteArrayOutputStream collected = new ByteArrayOutputStream(0);

        Collecting(Endpoint.Answering endpoint, HttpCall call, HttpResponder responder) {
            this.endpoint = endpoint;
            this.call = call;
            this.responder = responder;
        }

        @Override
        void onBytes(ByteBuf bytes) throws HttpRefusal {
            if (collected.size() + bytes.readableBytes() > endpoint.maxBodyBytes()) {
                throw tooLarge(endpoint);
            }
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            collected.writeBytes(copy);
        }

        @Override
        void onEnd(ChannelHandlerContext ctx) throws HttpRefusal {
            responder.answerWhenDone(ctx, endpoint.answer(call.withBody(collected.toByteArray())));
        }

        @Override
        void onLost() {
            collected.reset();
        }
    }

    private static final class Passing extends BodyReader {
        private final Endpoint.Upload upload;
        private final HttpResponder responder;

        Passing(Endpoint.Upload upload, HttpResponder responder) {
            this.upload = upload;
            this.responder = responder;
        }

        @Override
        void onBytes(ByteBuf bytes) throws HttpRefusal {
            upload.onBytes(bytes);
        }

        @Override
        void onEnd(ChannelHandlerContext ctx) {
            responder.answer(ctx, upload.onEnd());
        }

        @Override
        void onLost() {
            upload.onLost();
        }
    }
}
