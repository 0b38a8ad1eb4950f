/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import io.netty.buffer.ByteBuf;
import io.p2plive.media.Chunk;

/**
 * Neighbouring chunks of one epoch as frames of the relay link (docs/protocol.md §6), one behind the other in memory that a
 * socket takes as it is: all outlets and the running GOP share it. No chunk but the first begins a GOP, and the one that
 * ends the epoch travels alone. Whoever keeps a parcel beyond the call that hands it over retains it, and releases it.
 *
 * <p>Safe from any thread.
 */
public final class Parcel {
    private final long epoch;
    /** Of the first chunk. */
    private final int flags;

    private final int chunks;
    private final ByteBuf frames;

    /** Takes the frames over. */
    Parcel(long epoch, int flags, int chunks, ByteBuf frames) {
        this.epoch = epoch;
        this.flags = flags;
        this.chunks = chunks;
        this.frames = frames;
    }

    /** Which push. */
    public long epoch() {
        return epoch;
    }

    /** Whether a GOP begins here. */
    public boolean isKeyframe() {
        return (flags & Chunk.KEYFRAME) != 0;
    }

    /** Whether the epoch ends here. */
    public boolean isEnd() {
        return (flags & Chunk.END) != 0;
    }

    /** How many. */
    public int chunks() {
        return chunks;
    }

    /** Bytes of all frames. */
    public int bytes() {
        return frames.readableBytes();
    }

    /** The frames; shared bytes, but the receiver's own to release. */
    public ByteBuf frames() {
        return frames.retainedDuplicate();
    }

    /** It is kept. */
    public Parcel retain() {
        frames.retain();
        return this;
    }

    /** It is kept no more. */
    public void release() {
        frames.release();
    }
}
