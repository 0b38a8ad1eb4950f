/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import io.p2plive.id.StreamName;
import java.util.Locale;
import java.util.Objects;

/** What coordinate and a forward say on the relay link beside the chunks. Normative text: docs/protocol.md §6. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface RelayMessage {

    /** Coordinate to forward. */
    @JsonSubTypes({
        @JsonSubTypes.Type(Hello.class),
        @JsonSubTypes.Type(Open.class),
        @JsonSubTypes.Type(Close.class),
        @JsonSubTypes.Type(Ping.class)
    })
    sealed interface ToForward extends RelayMessage {
        /** Calls the method that is meant for this message. */
        void deliverTo(ToForward.Handler handler);

        /** Who answers coordinate. */
        interface Handler {
            /** The first message. */
            void onHello(Hello hello);

            /** A channel now carries this epoch. */
            void onOpen(Open open);

            /** A channel carries nothing any more. */
            void onClose(Close close);

            /** Is somebody there? */
            void onPing(Ping ping);
        }
    }

    /** Forward to coordinate. */
    @JsonSubTypes({@JsonSubTypes.Type(Welcome.class), @JsonSubTypes.Type(Refused.class), @JsonSubTypes.Type(Pong.class)
    })
    sealed interface FromForward extends RelayMessage {
        /** Calls the method that is meant for this message. */
        void deliverTo(FromForward.Handler handler);

        /** Who answers a forward. */
        interface Handler {
            /** The link is good. */
            void onWelcome(Welcome welcome);

            /** The forward will not have us. */
            void onRefused(Refused refused);

            /** It is there. */
            void onPong(Pong pong);
        }
    }

    /** Who dials; {@code secret} is null where none is set. */
    @JsonTypeName("hello")
    record Hello(int protocol, String coordinate, String secret) implements ToForward {
        public Hello {
            Limits.checkVersion(protocol);
            Limits.checkText(coordinate, Limits.MAX_NAME_CHARS, "coordinate");
        }

        @Override
        public void deliverTo(ToForward.Handler handler) {
            handler.onHello(this);
        }

        @Override
        public String toString() {
            return "hello " + coordinate;
        }
    }

    /** The chunks of {@code channel} are of this epoch of this stream. */
    @JsonTypeName("open")
    record Open(int channel, StreamName stream, long epoch, StreamFormat format, int stripes) implements ToForward {
        public Open {
            checkChannel(channel);
            Objects.requireNonNull(stream, "stream");
            Limits.checkUnsigned32(epoch, "epoch");
            Objects.requireNonNull(format, "format");
            Limits.checkRange(stripes, 1, Limits.MAX_STRIPES, "stripes");
        }

        @Override
        public void deliverTo(ToForward.Handler handler) {
            handler.onOpen(this);
        }
    }

    private static void checkChannel(int channel) {
        Limits.checkRange(channel, 0, 0xffff, "channel");
    }

    /** Why a channel was closed. */
    enum CloseReason {
        /** The broadcaster finished. */
        ENDED,
        /** The broadcaster vanished. */
        LOST,
        /** The same broadcaster pushes anew. */
        REPLACED;

        /** The word on the wire. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** No more chunks on {@code channel}. */
    @JsonTypeName("close")
    record Close(int channel, CloseReason reason) implements ToForward {
        public Close {
            checkChannel(channel);
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public void deliverTo(ToForward.Handler handler) {
            handler.onClose(this);
        }
    }

    /** Asks for a pong. */
    @JsonTypeName("ping")
    record Ping(long id) implements ToForward {
        @Override
        public void deliverTo(ToForward.Handler handler) {
            handler.onPing(this);
        }
    }

    /** The answer to a hello. */
    @JsonTypeName("welcome")
    record Welcome(int protocol, String forward) implements FromForward {
        public Welcome {
            Limits.checkVersion(protocol);
            Limits.checkText(forward, Limits.MAX_NAME_CHARS, "forward");
        }

        @Override
        public void deliverTo(FromForward.Handler handler) {
            handler.onWelcome(this);
        }
    }

    /** The forward closes, and says why. */
    @JsonTypeName("refused")
    record Refused(RefusalReason reason, String message) implements FromForward {
        public Refused {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(message, "message");
        }

        @Override
        public void deliverTo(FromForward.Handler handler) {
            handler.onRefused(this);
        }
    }

    /** The answer to a ping. */
    @JsonTypeName("pong")
    record Pong(long id) implements FromForward {
        @Override
        public void deliverTo(FromForward.Handler handler) {
            handler.onPong(this);
        }
    }
}
