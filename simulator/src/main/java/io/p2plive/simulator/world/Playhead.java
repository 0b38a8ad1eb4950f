/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import java.util.Arrays;

/**
 * Shows pictures as the page does: a steady rhythm, bent gently so that each is shown one buffer after its ingest; who is
 * late plays faster; what does not come is waited for, then passed over. Events need not be frequent: pictures are taken
 * at the times at which they became whole.
 *
 * <p>Confined to the run.
 */
final class Playhead {
    /** Hears what is seen. Times in microseconds. */
    interface Listener {
        /** A picture is shown, after the playhead stood still for so long beyond its time. */
        void onShown(long atMicros, long delayMicros, long stalledMicros);

        /** Pictures are given up. */
        void onJump(int pictures, long stalledMicros);
    }

    private static final int SIZE = 512;
    private static final int MASK = SIZE - 1;
    private static final double CORRECTION_MICROS = 3_000_000;
    private static final double LONGEST_INTERVAL = 1.18;
    private static final double SHORTEST_INTERVAL = 1.0 / 3;
    private static final long HOPELESS_MICROS = 3_000_000;
    private static final long GAP_PATIENCE_MICROS = 1_500_000;
    /** Less than this nobody sees. */
    private static final long MIN_STALL_MICROS = 100_000;

    private static final long MAX_EXTRA_MICROS = 1_000_000;
    private static final long EXTRA_DECAY_MICROS = 20_000;
    private static final long CALM_MICROS = 30_000_000;
    private static final long LATE_MICROS = 50_000;
    private static final long MAX_LATE_MICROS = 500_000;
    private static final int NONE = -1;

    private final Timeline timeline;
    private final ChunkBuffer buffer;
    private final long bufferMicros;
    private final Listener listener;
    private long extraMicros;
    private long calmMicros;
    private final int[] whole = new int[SIZE];
    private final long[] wholeMicros = new long[SIZE];
    private int newestWhole = NONE;
    private int next = NONE;
    /** When the next one is due by the rhythm; −1: at once. */
    private long dueMicros = NONE;
    /** When it is due for the eye: catching up makes no stall. */
    private long steadyMicros = NONE;

    Playhead(Timeline timeline, ChunkBuffer buffer, long bufferMicros, Listener listener) {
        this.timeline = timeline;
        this.buffer = buffer;
        this.bufferMicros = bufferMicros;
        this.listener = listener;
        Arrays.fill(whole, NONE);
    }

    boolean hasShown() {
        return steadyMicros != NONE;
    }

    /** A new chunk is in the buffer. */
    void onChunk(int chunk, long nowMicros) {
        int picture = timeline.pictureOf[chunk];
        for (int other = timeline.firstChunk[picture]; other < timeline.firstChunk[picture + 1]; other++) {
            if (!buffer.holds(other)) {
                return;
            }
        }
        whole[picture & MASK] = picture;
        wholeMicros[picture & MASK] = nowMicros;
        newestWhole = Math.max(newestWhole, picture);
        if (next == NONE && buffer.first() >= 0) {
            next = timeline.pictureOf[buffer.first()];
        }
        if (picture == next) {
            advance(nowMicros);
        }
    }

    /** Shows what is due by now. */
    void advance(long nowMicros) {
        if (next == NONE) {
            return;
        }
        jumpIfHopeless(nowMicros);
        while (isWhole(next)) {
            long heldMicros = wholeMicros[next & MASK];
            long shownMicros = dueMicros == NONE ? Math.max(heldMicros, steadyMicros) : Math.max(dueMicros, heldMicros);
            if (shownMicros > nowMicros) {
                return;
            }
            show(shownMicros);
        }
        giveUpGap(nowMicros);
    }

    private void show(long shownMicros) {
        long delayMicros = shownMicros - timeline.ingestMicros(next);
        long stalledMicros = lateMicros(shownMicros);
        learn(dueMicros == NONE ? 0 : shownMicros - dueMicros);
        double stretch = 1 + (bufferMicros + extraMicros - delayMicros) / CORRECTION_MICROS;
        double bent = Math.min(LONGEST_INTERVAL, Math.max(SHORTEST_INTERVAL, stretch));
        dueMicros = shownMicros + Math.round(timeline.pictureMicros() * bent);
        steadyMicros = Math.max(dueMicros, shownMicros + timeline.pictureMicros());
        next++;
        listener.onShown(shownMicros, delayMicros, stalledMicros);
    }

    /** Who had to wait for a picture holds back so much more from then on, and less again after a while of calm. */
    private void learn(long lateMicros) {
        boolean isLate = lateMicros >= LATE_MICROS && lateMicros <= MAX_LATE_MICROS;
        calmMicros = isLate ? 0 : calmMicros + timeline.pictureMicros();
        long decayMicros = calmMicros < CALM_MICROS ? 0 : EXTRA_DECAY_MICROS * timeline.pictureMicros() / 1_000_000;
        long change = isLate ? lateMicros : -decayMicros;
        extraMicros = Math.min(MAX_EXTRA_MICROS, Math.max(0, extraMicros + change));
    }

    private boolean isWhole(int picture) {
        return whole[picture & MASK] == picture;
    }

    private void jumpIfHopeless(long nowMicros) {
        long behindMicros = timeline.ingestMicros(newestWhole) - timeline.ingestMicros(next);
        if (behindMicros <= bufferMicros + extraMicros + HOPELESS_MICROS || !isWhole(next)) {
            return;
        }
        for (int key = newestWhole - newestWhole % timeline.picturesPerGop(); key > next; key -= step()) {
            if (isWhole(key)) {
                jumpTo(key, nowMicros);
                return;
            }
        }
    }

    private void giveUpGap(long nowMicros) {
        if (newestWhole <= next || nowMicros - Math.max(dueMicros, steadyMicros) < GAP_PATIENCE_MICROS) {
            return;
        }
        for (int key = next - next % step() + step(); key <= newestWhole; key += step()) {
            if (isWhole(key)) {
                jumpTo(key, nowMicros);
                advance(nowMicros);
                return;
            }
        }
    }

    private int step() {
        return timeline.picturesPerGop();
    }

    private void jumpTo(int picture, long nowMicros) {
        long stalledMicros = lateMicros(nowMicros);
        int passed = picture - next;
        next = picture;
        buffer.passOver(timeline.firstChunk[picture]);
        dueMicros = NONE;
        steadyMicros = hasShown() ? Math.max(steadyMicros, nowMicros) : NONE;
        listener.onJump(passed, stalledMicros);
    }

    /** When a picture will be shown if all goes well; the end of time while nothing is shown yet. */
    long dueMicros(int picture) {
        return hasShown() ? steadyMicros + (picture - next) * timeline.pictureMicros() : Long.MAX_VALUE;
    }

    /** How long the playhead has stood still by now. */
    long stalledMicros(long nowMicros) {
        return isWhole(next) ? 0 : lateMicros(nowMicros);
    }

    private long lateMicros(long atMicros) {
        long late = hasShown() ? atMicros - steadyMicros : 0;
        return late < MIN_STALL_MICROS ? 0 : late;
    }
}
