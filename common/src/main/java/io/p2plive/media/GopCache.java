/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.media;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The running GOP of a stream: all chunks since the last keyframe, for whoever comes late. A GOP that outgrows its bound
 * is given up until the next keyframe, so that memory stays bounded whatever the broadcaster sends.
 *
 * <p>Not synchronized: confined to the loop of the stream that owns it.
 */
public final class GopCache {
    private final int maxBytes;
    private final List<Chunk> chunks = new ArrayList<>();
    private int bytes;

    /**
     * An empty cache.
     *
     * @param maxBytes most bytes of chunks to hold
     */
    public GopCache(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes the stream's next chunk. */
    public void add(Chunk chunk) {
        if (chunk.isKeyframe() || chunk.isEnd()) {
            clear();
        }
        boolean hasStart = chunk.isKeyframe() || !chunks.isEmpty();
        if (!hasStart || chunk.isEnd()) {
            return;
        }
        if (bytes + chunk.wire().length > maxBytes) {
            clear();
            return;
        }
        chunks.add(chunk);
        bytes += chunk.wire().length;
    }

    /** Forgets everything. */
    public void clear() {
        chunks.clear();
        bytes = 0;
    }

    /** From the keyframe to the newest chunk; a view, valid until the next change. */
    public List<Chunk> chunks() {
        return Collections.unmodifiableList(chunks);
    }
}
