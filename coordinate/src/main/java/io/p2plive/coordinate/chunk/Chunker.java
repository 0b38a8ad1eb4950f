/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import io.netty.buffer.ByteBuf;

/** Cuts one format into pieces. Confined to whoever feeds it. */
public interface Chunker {
    /**
     * The stream's next bytes, split anywhere; they stay the caller's, and all of them are read.
     *
     * @throws UnsupportedMediaException when they cannot be what was recognised before
     */
    void feed(ByteBuf bytes) throws UnsupportedMediaException;

    /**
     * The stream ends here, well: what is held is the last picture.
     *
     * @throws UnsupportedMediaException as {@link #feed}
     */
    void finish() throws UnsupportedMediaException;
}
