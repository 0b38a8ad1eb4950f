/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;

/** A viewer as its tracker sees it, and what a load remembers of it. Confined to its loop. */
abstract class LoadViewer extends LoadSocket {
    /** What a load does with what its viewers hear. */
    interface Flow {
        /** The viewer is in, and was told its parents; each time anew. */
        void onParents(LoadViewer viewer, List<String> parents) throws IOException;

        /** Another viewer's message was passed on to this one. */
        void onSignal(LoadViewer viewer, Kind kind, String from) throws IOException;
    }

    /** What is passed on. */
    enum Kind {
        OFFER,
        ANSWER,
        CANDIDATE
    }

    final Crowd crowd;
    /** Known once it is in. */
    String id;
    /** With whom it exchanges, or null. */
    String partner;

    boolean isIn;
    boolean isDone;
    int heard;
    /** When it was due to come. */
    long startNanos;
    /** When each message that the partner has not got yet was sent. */
    final ArrayDeque<Long> sentNanos = new ArrayDeque<>();

    LoadViewer(Crowd crowd) {
        this.crowd = crowd;
    }

    /** Sends something for another viewer. */
    abstract void signal(Kind kind, String to) throws IOException;

    /** Says how it goes with it. */
    abstract void report() throws IOException;

    @Override
    void onLost() {
        crowd.onLost(this);
    }
}
