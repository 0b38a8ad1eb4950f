/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import io.p2plive.coordinate.chunk.PieceSink;
import io.p2plive.media.Chunk;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Numbers the pieces of one epoch and stamps them with their stripe and the time.
 *
 * <p>Confined to the loop of the push.
 */
public final class ChunkMaker implements PieceSink {
    private static final byte[] NO_PAYLOAD = {};

    private final Outlet.Epoch epoch;
    private final LongSupplier nowMicros;
    private final Consumer<Chunk> target;
    private long sequence;

    /**
     * A maker for a new epoch.
     *
     * @param nowMicros Unix time
     * @param target takes each chunk
     */
    public ChunkMaker(Outlet.Epoch epoch, LongSupplier nowMicros, Consumer<Chunk> target) {
        this.epoch = epoch;
        this.nowMicros = nowMicros;
        this.target = target;
    }

    @Override
    public void onPiece(int flags, byte[] bytes, int offset, int length) {
        int stripe = Chunk.stripeOf(sequence, epoch.stripes());
        Chunk.Header header =
                new Chunk.Header(flags, stripe, epoch.number(), sequence, nowMicros.getAsLong(), epoch.format());
        sequence++;
        target.accept(Chunk.of(header, bytes, offset, length));
    }

    /** The chunk that ends the epoch. */
    public void end() {
        onPiece(Chunk.END, NO_PAYLOAD, 0, 0);
    }
}
