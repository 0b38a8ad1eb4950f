/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.p2plive.id.StreamName;
import java.util.List;

/**
 * What a child and its parent say beside the chunks, be the parent a forward or a viewer. Normative text:
 * docs/protocol.md §2.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface LinkMessage {

    /** Child to parent. */
    @JsonSubTypes({
        @JsonSubTypes.Type(Subscribe.class),
        @JsonSubTypes.Type(Request.class),
        @JsonSubTypes.Type(Ping.class),
        @JsonSubTypes.Type(Bye.class)
    })
    sealed interface FromChild extends LinkMessage {
        /** Calls the method that is meant for this message. */
        void deliverTo(Handler handler);

        /** Who answers a child's messages. */
        interface Handler {
            /** Which stripes to send from now on. */
            void onSubscribe(Subscribe subscribe);

            /** Chunks to send once more. */
            void onRequest(Request request);

            /** The child wants to know whether somebody is there. */
            void onPing(Ping ping);

            /** The child goes. */
            void onBye(Bye bye);
        }
    }

    /** Parent to child. */
    @JsonSubTypes({
        @JsonSubTypes.Type(Missing.class),
        @JsonSubTypes.Type(Wait.class),
        @JsonSubTypes.Type(Pong.class),
        @JsonSubTypes.Type(Stream.class),
        @JsonSubTypes.Type(Refused.class),
        @JsonSubTypes.Type(Bye.class)
    })
    sealed interface ToChild extends LinkMessage {}

    /** A place in a stream. */
    record Position(long epoch, long sequence) {
        public Position {
            Limits.checkUnsigned32(epoch, "epoch");
            Limits.checkUnsigned32(sequence, "sequence");
        }
    }

    /** The whole set of stripes to send from now on; {@code from} is null for "from the latest keyframe". */
    @JsonTypeName("subscribe")
    record Subscribe(List<Integer> stripes, Position from) implements FromChild {
        public Subscribe {
            stripes = Limits.checkList(stripes, Limits.MAX_STRIPES, "stripes");
            stripes.forEach(Limits::checkStripe);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onSubscribe(this);
        }
    }

    /** Chunks that never came. */
    @JsonTypeName("request")
    record Request(long epoch, List<Long> sequences) implements FromChild {
        public Request {
            Limits.checkUnsigned32(epoch, "epoch");
            sequences = checkSequences(sequences);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onRequest(this);
        }
    }

    private static List<Long> checkSequences(List<Long> sequences) {
        List<Long> checked = Limits.checkList(sequences, Limits.MAX_REQUESTED_SEQUENCES, "sequences");
        if (checked.isEmpty()) {
            throw new IllegalArgumentException("no sequences");
        }
        checked.forEach(sequence -> Limits.checkUnsigned32(sequence, "sequence"));
        return checked;
    }

    /** Nothing of a stripe has come for a while: is the parent still there? */
    @JsonTypeName("ping")
    record Ping() implements FromChild {
        @Override
        public void deliverTo(Handler handler) {
            handler.onPing(this);
        }
    }

    /** Whoever says it closes the link. */
    @JsonTypeName("bye")
    record Bye(String reason) implements FromChild, ToChild {
        public Bye {
            Limits.checkText(reason, Limits.MAX_NAME_CHARS, "reason");
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onBye(this);
        }
    }

    /** Of the chunks requested, those that are not held. */
    @JsonTypeName("missing")
    record Missing(long epoch, List<Long> sequences) implements ToChild {
        public Missing {
            Limits.checkUnsigned32(epoch, "epoch");
            sequences = checkSequences(sequences);
        }
    }

    /** These stripes come late, but they come. */
    @JsonTypeName("wait")
    record Wait(List<Integer> stripes) implements ToChild {
        public Wait {
            stripes = Limits.checkList(stripes, Limits.MAX_STRIPES, "stripes");
            stripes.forEach(Limits::checkStripe);
        }
    }

    /** The answer to a ping. */
    @JsonTypeName("pong")
    record Pong() implements ToChild {}

    /** How the stream is, as a forward knows it; {@code stripes} is 0 when unknown. */
    @JsonTypeName("stream")
    record Stream(StreamName name, StreamState state, int stripes) implements ToChild {}

    /** A message was not taken. */
    @JsonTypeName("refused")
    record Refused(RefusalReason reason, String message) implements ToChild {}
}
