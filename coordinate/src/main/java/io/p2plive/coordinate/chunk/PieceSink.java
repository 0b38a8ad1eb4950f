/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import io.netty.buffer.ByteBuf;

/** Takes the pieces of a stream, in order: the bytes of one, then its end. Confined to whoever feeds the chunker. */
public interface PieceSink {
    /** The piece goes on with {@code length} bytes of these from {@code index} on; they are valid only during the call. */
    void append(ByteBuf bytes, int index, int length);

    /**
     * The piece is whole: a picture, or a part of one that fits a chunk.
     *
     * @param flags a union of the flags of {@link io.p2plive.media.Chunk}
     */
    void cut(int flags);
}
