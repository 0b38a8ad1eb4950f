/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.measure;

import io.p2plive.tracker.mesh.ViewerView;
import io.p2plive.tracker.mesh.ViewerView.PlaceView;
import java.util.Map;
import java.util.TreeMap;

/** What the viewers give at a moment, by what their lines carry. Confined to its caller. */
public final class Census {
    /** All viewers with one kind of line. */
    public static final class Group {
        private int viewers;
        private int said;
        private int given;
        private int rooted;
        private int filled;

        /** How many there are. */
        public int viewers() {
            return viewers;
        }

        /** How many children one says that it can feed, on average. */
        public double said() {
            return (double) said / viewers;
        }

        /** How many slots the engine gives one, on average. */
        public double given() {
            return (double) given / viewers;
        }

        /** How many of those have a path to a forward. */
        public double rooted() {
            return (double) rooted / viewers;
        }

        /** How many have a child. */
        public double filled() {
            return (double) filled / viewers;
        }
    }

    private final Map<Double, Group> groups = new TreeMap<>();

    /** Counts a viewer in. */
    public void add(ViewerRecord record, ViewerView view) {
        Group group = groups.computeIfAbsent(record.uplinkStreams, streams -> new Group());
        group.viewers++;
        group.said += record.slots;
        for (PlaceView place : view.places()) {
            group.given += place.slots();
            group.filled += place.children().size();
            group.rooted += place.depth() >= 0 ? place.slots() : 0;
        }
    }

    /** The groups by the streams' worth that they can send. */
    public Map<Double, Group> groups() {
        return groups;
    }
}
