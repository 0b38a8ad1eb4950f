/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import io.p2plive.loop.Loop;
import io.p2plive.media.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps a stream's chunks back for a moment, so that more of them go out in one write. Confined to {@code loop}: the
 * stream's.
 */
final class Hold {
    /** So many make a write as cheap as it gets. */
    private static final int ENOUGH_BYTES = 64 * 1024;

    private final Loop loop;
    private final long millis;
    private final Consumer<List<Chunk>> outlet;
    private List<Chunk> held = new ArrayList<>();
    private int heldBytes;
    private boolean isTicking;

    /**
     * Nothing is held yet.
     *
     * @param millis how long a chunk waits at most; 0 for not at all
     * @param outlet takes what has waited
     */
    Hold(Loop loop, long millis, Consumer<List<Chunk>> outlet) {
        this.loop = loop;
        this.millis = millis;
        this.outlet = outlet;
    }

    void add(List<Chunk> chunks) {
        if (millis == 0) {
            outlet.accept(chunks);
            return;
        }
        held.addAll(chunks);
        chunks.forEach(chunk -> heldBytes += chunk.wire().length);
        if (heldBytes >= ENOUGH_BYTES) {
            release();
        } else if (!isTicking) {
            isTicking = true;
            loop.schedule(millis, this::onTick);
        }
    }

    /** What was held after something else had let go its forerunners leaves early, which harms nobody. */
    private void onTick() {
        isTicking = false;
        release();
    }

    /** Lets go what is held: something follows that must not overtake it. */
    void release() {
        if (!held.isEmpty()) {
            List<Chunk> ripe = held;
            held = new ArrayList<>();
            heldBytes = 0;
            outlet.accept(ripe);
        }
    }
}
