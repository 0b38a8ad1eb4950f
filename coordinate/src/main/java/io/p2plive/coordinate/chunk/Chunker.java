/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

/** Cuts one format into pieces. Confined to whoever feeds it. */
public interface Chunker {
    /**
     * The stream's next bytes, split anywhere.
     *
     * @throws UnsupportedMediaException when they cannot be what was recognised before
     */
    void feed(byte[] bytes, int offset, int length) throws UnsupportedMediaException;

    /**
     * The stream ends here, well: what is held is the last picture.
     *
     * @throws UnsupportedMediaException as {@link #feed}
     */
    void finish() throws UnsupportedMediaException;
}
