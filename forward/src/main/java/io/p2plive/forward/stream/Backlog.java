/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.stream;

import io.p2plive.media.Chunk;
import io.p2plive.protocol.LinkMessage;
import java.util.List;

/**
 * What a stream is and holds at one moment, for somebody who joins it. Immutable.
 *
 * @param chunks in their order
 * @param awaitsKeyframe whether the chunks that follow make no picture before the next keyframe
 */
public record Backlog(LinkMessage.Stream stream, List<Chunk> chunks, boolean awaitsKeyframe) {
    /** Takes a copy. */
    public Backlog {
        chunks = List.copyOf(chunks);
    }
}
