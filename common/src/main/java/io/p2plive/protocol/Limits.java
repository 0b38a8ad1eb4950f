/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.protocol;

import java.util.List;
import java.util.Objects;

/** Every cap of the wire in one place; docs/protocol.md names the same numbers. */
public final class Limits {
    /** The version that this code speaks. */
    public static final int PROTOCOL_VERSION = 1;
    /** More stripes than this were never asked for; the chunk's header could count to 256. */
    public static final int MAX_STRIPES = 8;

    /** To how many children, one stripe each, a viewer passes on at most. */
    public static final int MAX_CHILDREN = 8;
    /** A link's control message. */
    public static final int MAX_LINK_MESSAGE_BYTES = 4 * 1024;
    /** A viewer's message to its tracker: a session description with room to spare. */
    public static final int MAX_SWARM_MESSAGE_BYTES = 32 * 1024;
    /** What an offer, answer or candidate may carry. */
    public static final int MAX_SIGNAL_CHARS = 16 * 1024;
    /** A registration's body: some hundreds of forwards. */
    public static final int MAX_REGISTRATION_BYTES = 256 * 1024;
    /** A frame of the relay link. */
    public static final int MAX_RELAY_FRAME_BYTES = 64 * 1024;
    /** Sequences in one gap request. */
    public static final int MAX_REQUESTED_SEQUENCES = 64;
    /** Edges that a returning viewer may report for each of its two lists. */
    public static final int MAX_REPORTED_EDGES = 64;
    /** Entries of a list in a viewer's statistics. */
    public static final int MAX_STATISTICS_ENTRIES = 64;
    /** Forwards of one tracker. */
    public static final int MAX_FORWARDS = 1_000;
    /** Networks of one tracker. */
    public static final int MAX_NETWORKS = 10_000;
    /** A name, a reason, a host: anything that a person typed. */
    public static final int MAX_NAME_CHARS = 255;

    private Limits() {}

    static <T> List<T> checkList(List<T> list, int max, String what) {
        Objects.requireNonNull(list, what);
        if (list.size() > max) {
            throw new IllegalArgumentException("more than " + max + " " + what);
        }
        return List.copyOf(list);
    }

    static String checkText(String text, int max, String what) {
        Objects.requireNonNull(text, what);
        if (text.length() > max) {
            throw new IllegalArgumentException(what + " is longer than " + max + " characters");
        }
        return text;
    }

    static int checkStripe(int stripe) {
        return checkRange(stripe, 0, MAX_STRIPES - 1, "stripe");
    }

    static int checkRange(int value, int min, int max, String what) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is not in " + min + " … " + max);
        }
        return value;
    }

    static long checkUnsigned32(long value, String what) {
        if (value < 0 || value > 0xffff_ffffL) {
            throw new IllegalArgumentException(what + " is not in 0 … 4294967295");
        }
        return value;
    }

    static int checkVersion(int version) {
        if (version != PROTOCOL_VERSION) {
            throw new UnspokenVersionException(version);
        }
        return version;
    }
}
