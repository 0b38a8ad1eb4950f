/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

/** Takes the pieces of a stream, in order. */
@FunctionalInterface
public interface PieceSink {
    /**
     * One whole picture, or a part of one that fits a chunk.
     *
     * @param flags a union of the flags of {@link io.p2plive.media.Chunk}
     * @param bytes the piece is {@code length} bytes of these from {@code offset} on; valid only during the call
     */
    void onPiece(int flags, byte[] bytes, int offset, int length);
}
