/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.stream;

import io.p2plive.media.Chunk;
import io.p2plive.protocol.LinkMessage;
import java.util.List;

/** Whoever listens to one stream. All calls come on the stream's loop. */
public interface Audience {
    /** How the stream is has changed. */
    void onStream(LinkMessage.Stream stream);

    /** A greater epoch begins: what still waits of the former is worth nothing. */
    void onEpoch();

    /** The next chunks, in their order; never empty. */
    void onChunks(List<Chunk> chunks);

    /** How many viewers it stands for. */
    int size();
}
