/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.tracker.mesh.ForwardSlots.Usage;
import io.p2plive.tracker.mesh.ForwardView;
import java.util.List;

/** Why somebody has to wait, in plain words. */
final class WaitText {
    private WaitText() {}

    /**
     * Says what is taken.
     *
     * @param watches whether the viewer has a source for another part of the stream
     */
    static String of(List<ForwardView> forwards, boolean watches) {
        return (watches ? "One part of the stream has no source just now: " : "No source is free just now: ")
                + reason(forwards)
                + (watches ? "" : " Who watches already is not touched;")
                + (watches ? " It comes" : " you get a source")
                + " as soon as there is one.";
    }

    private static String reason(List<ForwardView> forwards) {
        List<ForwardView> alive = forwards.stream().filter(ForwardView::isAlive).toList();
        if (forwards.isEmpty()) {
            return "this tracker has no forward.";
        }
        if (alive.isEmpty()) {
            return forwards.size() == 1
                    ? "the one forward does not answer."
                    : "none of the " + forwards.size() + " forwards answers.";
        }
        int taken =
                alive.stream().map(ForwardView::usage).mapToInt(Usage::total).sum();
        int slots =
                alive.stream().map(ForwardView::usage).mapToInt(Usage::slots).sum();
        return taken + " of the " + slots + " slots of "
                + (alive.size() == 1 ? "the forward" : alive.size() + " forwards")
                + " are taken" + (taken < slots ? ", the rest is kept for who loses a source," : "")
                + " and no viewer can feed one more.";
    }
}
