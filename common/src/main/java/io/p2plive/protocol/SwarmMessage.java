/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.p2plive.id.ViewerId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What a viewer and its tracker say about one swarm. Normative text: docs/protocol.md §3. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface SwarmMessage {

    /** Viewer to tracker. */
    @JsonSubTypes({
        @JsonSubTypes.Type(Join.class),
        @JsonSubTypes.Type(Offer.class),
        @JsonSubTypes.Type(Answer.class),
        @JsonSubTypes.Type(Candidate.class),
        @JsonSubTypes.Type(Connected.class),
        @JsonSubTypes.Type(Capacity.class),
        @JsonSubTypes.Type(Lost.class),
        @JsonSubTypes.Type(Statistics.class),
        @JsonSubTypes.Type(Leave.class)
    })
    sealed interface FromViewer extends SwarmMessage {
        /** Calls the method that is meant for this message. */
        void deliverTo(Handler handler);

        /** Who answers a viewer's messages. */
        interface Handler {
            /** Enters the swarm. */
            void onJoin(Join join);

            /** An offer, answer or candidate to pass on. */
            void onSignal(Signal signal);

            /** A parent delivers. */
            void onConnected(Connected connected);

            /** How many children it can feed. */
            void onCapacity(Capacity capacity);

            /** A source is gone. */
            void onLost(Lost lost);

            /** How it goes. */
            void onStatistics(Statistics statistics);

            /** Goodbye. */
            void onLeave(Leave leave);
        }
    }

    /** Tracker to viewer. */
    @JsonSubTypes({
        @JsonSubTypes.Type(Welcome.class),
        @JsonSubTypes.Type(Sources.class),
        @JsonSubTypes.Type(OfferFrom.class),
        @JsonSubTypes.Type(AnswerFrom.class),
        @JsonSubTypes.Type(CandidateFrom.class),
        @JsonSubTypes.Type(Wait.class),
        @JsonSubTypes.Type(Refused.class),
        @JsonSubTypes.Type(Move.class)
    })
    sealed interface ToViewer extends SwarmMessage {}

    /** One edge of the mesh as one of its ends names it: the stripe and the viewer at the other end. */
    record Edge(int stripe, ViewerId viewer) {
        public Edge {
            Limits.checkStripe(stripe);
            Objects.requireNonNull(viewer, "viewer");
        }
    }

    /** The first message: who comes, and which edges it still has. */
    @JsonTypeName("join")
    record Join(int protocol, String key, boolean share, List<Edge> parents, List<Edge> children)
            implements FromViewer {
        public Join {
            Limits.checkVersion(protocol);
            ViewerId.ofKey(key);
            parents = Limits.checkList(parents, Limits.MAX_REPORTED_EDGES, "parents");
            children = Limits.checkList(children, Limits.MAX_REPORTED_EDGES, "children");
        }

        /** The id that belongs to the key. */
        public ViewerId viewer() {
            return ViewerId.ofKey(key);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onJoin(this);
        }

        @Override
        public String toString() {
            return "join " + viewer();
        }
    }

    /** Something to pass on unread. */
    sealed interface Signal extends FromViewer {
        /** For whom. */
        ViewerId to();

        /** What, never looked into. */
        String payload();

        /** The same for its receiver. */
        ToViewer from(ViewerId sender);

        @Override
        default void deliverTo(Handler handler) {
            handler.onSignal(this);
        }
    }

    /** An SDP offer. */
    @JsonTypeName("offer")
    record Offer(ViewerId to, String payload) implements Signal {
        public Offer {
            checkSignal(to, payload);
        }

        @Override
        public OfferFrom from(ViewerId sender) {
            return new OfferFrom(sender, payload);
        }
    }

    /** An SDP answer. */
    @JsonTypeName("answer")
    record Answer(ViewerId to, String payload) implements Signal {
        public Answer {
            checkSignal(to, payload);
        }

        @Override
        public AnswerFrom from(ViewerId sender) {
            return new AnswerFrom(sender, payload);
        }
    }

    /** An ICE candidate. */
    @JsonTypeName("candidate")
    record Candidate(ViewerId to, String payload) implements Signal {
        public Candidate {
            checkSignal(to, payload);
        }

        @Override
        public CandidateFrom from(ViewerId sender) {
            return new CandidateFrom(sender, payload);
        }
    }

    private static void checkSignal(ViewerId other, String payload) {
        Objects.requireNonNull(other, "the other viewer");
        Limits.checkText(payload, Limits.MAX_SIGNAL_CHARS, "payload");
    }

    /** A parent has delivered verified chunks of a stripe. */
    @JsonTypeName("connected")
    record Connected(int stripe, ViewerId viewer) implements FromViewer {
        public Connected {
            Limits.checkStripe(stripe);
            Objects.requireNonNull(viewer, "viewer");
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onConnected(this);
        }
    }

    /** How many children, one stripe each, a viewer can feed now. */
    @JsonTypeName("capacity")
    record Capacity(int slots) implements FromViewer {
        public Capacity {
            Limits.checkRange(slots, 0, Limits.MAX_CHILDREN, "slots");
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onCapacity(this);
        }
    }

    /** Why a source was lost. */
    enum LossReason {
        CLOSED,
        SILENT,
        SLOW,
        BYE,
        CONNECT_FAILED,
        INVALID_DATA,
        REFUSED;

        /** The word on the wire. */
        @com.fasterxml.jackson.annotation.JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A stripe's source is gone: exactly one of {@code viewer} and {@code forward} names it. */
    @JsonTypeName("lost")
    record Lost(int stripe, ViewerId viewer, String forward, LossReason reason) implements FromViewer {
        public Lost {
            Limits.checkStripe(stripe);
            Objects.requireNonNull(reason, "reason");
            if ((viewer == null) == (forward == null)) {
                throw new IllegalArgumentException("lost names either a viewer or a forward");
            }
            if (forward != null) {
                Limits.checkText(forward, Limits.MAX_NAME_CHARS, "forward");
            }
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onLost(this);
        }
    }

    /** From whom a viewer gets a stripe now. */
    record Source(int stripe, String from, long kilobitsPerSecond) {
        public Source {
            Limits.checkStripe(stripe);
            Limits.checkText(from, Limits.MAX_NAME_CHARS, "from");
        }
    }

    /** To whom a viewer sends now. */
    record Target(ViewerId viewer, List<Integer> stripes, long kilobitsPerSecond) {
        public Target {
            Objects.requireNonNull(viewer, "viewer");
            stripes = Limits.checkList(stripes, Limits.MAX_STRIPES, "stripes");
        }
    }

    /** What a viewer says of itself; believed only as far as showing it goes. */
    @JsonTypeName("statistics")
    record Statistics(
            String state,
            long delayMillis,
            long bufferMillis,
            int hops,
            List<Source> sources,
            List<Target> targets,
            long bytesFromForwards,
            long bytesFromViewers,
            long bytesToViewers,
            long chunksLost,
            long chunksDropped,
            long picturesDrawn,
            Long stalledMillis,
            Integer rttMillis)
            implements FromViewer {
        public Statistics {
            stalledMillis = stalledMillis == null ? Long.valueOf(0) : stalledMillis;
            rttMillis = rttMillis == null ? Integer.valueOf(-1) : rttMillis;
            Limits.checkText(state, 32, "state");
            sources = Limits.checkList(sources, Limits.MAX_STATISTICS_ENTRIES, "sources");
            targets = Limits.checkList(targets, Limits.MAX_STATISTICS_ENTRIES, "targets");
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onStatistics(this);
        }
    }

    /** The viewer goes. */
    @JsonTypeName("leave")
    record Leave(String reason) implements FromViewer {
        public Leave {
            Limits.checkText(reason, Limits.MAX_NAME_CHARS, "reason");
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onLeave(this);
        }
    }

    /** The answer to a join. */
    @JsonTypeName("welcome")
    record Welcome(int protocol, ViewerId viewer, int stripes) implements ToViewer {}

    /** A forward that a viewer may pull from, and which stripes. */
    record ForwardSource(String name, String url, List<Integer> stripes) {
        public ForwardSource {
            stripes = List.copyOf(stripes);
        }
    }

    /**
     * All that the viewer shall have now; {@code forward} is null when it shall pull nothing from one.
     *
     * @param standby its spare parent, or null
     * @param spares the viewers whose spare parent it is
     */
    @JsonTypeName("sources")
    record Sources(
            int revision,
            @JsonInclude(JsonInclude.Include.ALWAYS) ForwardSource forward,
            List<Edge> parents,
            List<Edge> children,
            @JsonInclude(JsonInclude.Include.ALWAYS) ViewerId standby,
            List<ViewerId> spares)
            implements ToViewer {
        public Sources {
            parents = List.copyOf(parents);
            children = List.copyOf(children);
            spares = spares == null ? List.of() : List.copyOf(spares);
        }
    }

    /** An offer passed on. */
    @JsonTypeName("offer")
    record OfferFrom(ViewerId from, String payload) implements ToViewer {}

    /** An answer passed on. */
    @JsonTypeName("answer")
    record AnswerFrom(ViewerId from, String payload) implements ToViewer {}

    /** A candidate passed on. */
    @JsonTypeName("candidate")
    record CandidateFrom(ViewerId from, String payload) implements ToViewer {}

    /** No source just now. */
    @JsonTypeName("wait")
    record Wait(RefusalReason reason, String message, long retryMillis) implements ToViewer {}

    /** A message was not taken; {@code about} is its type where it could be read, else null. */
    @JsonTypeName("refused")
    record Refused(RefusalReason reason, String message, String about) implements ToViewer {}

    /** The tracker goes. */
    @JsonTypeName("move")
    record Move(String reason, String message) implements ToViewer {}
}
