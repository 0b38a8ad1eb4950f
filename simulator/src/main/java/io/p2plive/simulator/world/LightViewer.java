/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.id.ViewerId;
import io.p2plive.simulator.measure.ViewerRecord;
import io.p2plive.tracker.mesh.Assignment;
import io.p2plive.tracker.mesh.Link;
import io.p2plive.tracker.mesh.Loss;

/**
 * A viewer without media, for swarms too large to carry chunks: its links open after their time, its parents deliver as
 * soon as they do, and it learns its true capacity step by step. Confined to the run.
 */
final class LightViewer implements Member {
    private static final long RAISE_MICROS = 2_000_000;
    private static final long CONNECT_MICROS = 5_000_000;
    private static final long FEEBLE_MICROS = 2_600_000;

    private final World world;
    private final int index;
    private final Person person;
    private final int trueSlots;
    private final ViewerRecord record;
    private final ViewerId[] parents;
    private ViewerId standby;
    private int slots;
    private int children;
    private boolean isRaising;
    private boolean isHere = true;

    LightViewer(World world, int index, Person person, double stripesPerStream) {
        this.world = world;
        this.index = index;
        this.person = person;
        this.trueSlots = (int)
                Math.min(UploadEstimate.MAX_SLOTS, person.streams() * stripesPerStream * UploadEstimate.USED_SHARE);
        this.slots = person.shares() ? UploadEstimate.START_SLOTS : 0;
        this.record = new ViewerRecord(
                world.events.nowMicros(),
                person.streams(),
                world.scenario.mesh().stripes());
        this.parents = new ViewerId[world.scenario.mesh().stripes()];
    }

    @Override
    public ViewerId id() {
        return person.id();
    }

    @Override
    public long delayMicros() {
        return person.delayMicros();
    }

    @Override
    public boolean isHere() {
        return isHere;
    }

    @Override
    public ViewerRecord record() {
        return record;
    }

    @Override
    public void onAssigned(Assignment assignment) {
        ViewerId[] given = new ViewerId[parents.length];
        for (Link edge : assignment.parents()) {
            given[edge.stripe()] = edge.viewer();
        }
        for (int stripe = 0; stripe < given.length; stripe++) {
            if (given[stripe] != null && !given[stripe].equals(parents[stripe])) {
                connect(stripe, given[stripe]);
            }
            parents[stripe] = given[stripe];
            if (given[stripe] == null && assignment.forwardStripes().contains(stripe)) {
                world.meters.breaks.onFlow(record, stripe, -1, world.events.nowMicros());
            }
        }
        standby = assignment.standby();
        children = assignment.children().size();
        if (children >= slots && !isRaising && person.shares()) {
            learn();
        }
    }

    private void connect(int stripe, ViewerId id) {
        LightViewer parent = (LightViewer) world.tracker.member(id);
        if (parent == null) {
            return;
        }
        long delayMicros = (delayMicros() + parent.delayMicros()) / 2;
        boolean isOpen = id.equals(standby);
        if (!isOpen && !world.delays.canConnect(index, parent.index)) {
            world.events.after(CONNECT_MICROS, () -> {
                if (id.equals(parents[stripe])) {
                    world.meters.onConnectFailed();
                    world.tracker.lost(this, stripe, parent, Loss.UNREACHABLE);
                }
            });
            return;
        }
        long setupMicros = (isOpen ? 2 : PeerLinks.SETUP_DELAYS + 2) * delayMicros;
        world.events.after(setupMicros, () -> {
            if (isHere && parent.isHere && id.equals(parents[stripe])) {
                world.meters.breaks.onFlow(record, stripe, parent.index, world.events.nowMicros());
                world.tracker.connected(this, stripe, parent);
            }
        });
    }

    private void learn() {
        boolean isOver = children > trueSlots;
        if (!isOver && slots >= trueSlots) {
            return;
        }
        isRaising = true;
        long learnMicros = isOver ? FEEBLE_MICROS : RAISE_MICROS;
        world.events.after(learnMicros, () -> {
            isRaising = false;
            if (isHere && children > trueSlots) {
                change(trueSlots);
            } else if (isHere && children >= slots && slots < trueSlots) {
                change(Math.min(trueSlots, 2 * slots));
            }
        });
    }

    private void change(int count) {
        slots = count;
        world.tracker.capacity(this, count);
    }

    /** Whether this one is its parent in the stripe. */
    boolean hangsOn(ViewerId parent, int stripe) {
        return parent.equals(parents[stripe]);
    }

    @Override
    public void depart(boolean isCrash, long noticedMicros) {
        isHere = false;
        record.onGone(world.events.nowMicros(), 0, 0);
    }

    @Override
    public void settle() {
        record.onGone(world.events.nowMicros(), 0, 0);
    }

    int index() {
        return index;
    }
}
