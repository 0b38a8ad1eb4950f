/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The slots of all forwards: one pool for each, on which every stream of the tracker draws. A slot is the right of one
 * viewer to pull one stripe. A part is kept for those who lost a source: newcomers and the roots of new streams are not
 * given the last ones at the cost of those who watch.
 *
 * <p>Safe from any thread.
 */
public final class ForwardSlots {
    /** What a slot is used for. */
    public enum Use {
        /** The top of a tree. */
        ROOT,
        /** To see something before the parents deliver. */
        FIRST_PICTURE,
        /** To go on seeing, or for want of any other source. */
        RESCUE
    }

    /**
     * The slots of one forward that are taken, by their use. Immutable.
     *
     * @param slots how many it has
     */
    public record Usage(int roots, int firstPictures, int rescues, int slots) {
        /** All that are taken. */
        public int total() {
            return roots + firstPictures + rescues;
        }
    }

    private static final int RESERVED_PART = 4;

    private final int slotsPerForward;
    private final Map<String, Usage> usages = new ConcurrentHashMap<>();

    /**
     * Pools of which nothing is taken.
     *
     * @param slotsPerForward how many stripes a forward feeds at most, all streams together
     */
    public ForwardSlots(int slotsPerForward) {
        this.slotsPerForward = slotsPerForward;
    }

    /** Takes so many slots, or none: then the answer is false. */
    boolean take(String forward, Use use, int count) {
        boolean[] isTaken = {false};
        usages.compute(forward, (name, known) -> {
            Usage usage = known == null ? unused() : known;
            isTaken[0] = usage.total() + count <= limit(use);
            return isTaken[0] ? changed(usage, use, count) : known;
        });
        return isTaken[0];
    }

    /** Whether so many could be taken just now. */
    boolean hasRoom(String forward, Use use, int count) {
        return usage(forward).total() + count <= limit(use);
    }

    private int limit(Use use) {
        return use == Use.FIRST_PICTURE ? slotsPerForward - reserved() : slotsPerForward;
    }

    /** Gives slots back. */
    void release(String forward, Use use, int count) {
        usages.computeIfPresent(forward, (name, usage) -> {
            Usage left = changed(usage, use, -count);
            return left.total() == 0 ? null : left;
        });
    }

    /** A slot changes its use. */
    void reuse(String forward, Use from, Use to) {
        usages.computeIfPresent(forward, (name, usage) -> changed(changed(usage, from, -1), to, 1));
    }

    private static Usage changed(Usage usage, Use use, int by) {
        return switch (use) {
            case ROOT -> new Usage(usage.roots + by, usage.firstPictures, usage.rescues, usage.slots);
            case FIRST_PICTURE -> new Usage(usage.roots, usage.firstPictures + by, usage.rescues, usage.slots);
            case RESCUE -> new Usage(usage.roots, usage.firstPictures, usage.rescues + by, usage.slots);
        };
    }

    private int reserved() {
        return Math.max(1, slotsPerForward / RESERVED_PART);
    }

    private Usage unused() {
        return new Usage(0, 0, 0, slotsPerForward);
    }

    /** What is taken of a forward's slots now. */
    public Usage usage(String forward) {
        return usages.getOrDefault(forward, unused());
    }
}
