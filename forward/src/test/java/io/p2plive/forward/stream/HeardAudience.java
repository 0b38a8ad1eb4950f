/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.stream;

import io.p2plive.forward.testing.TestChunks;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.LinkMessage;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it heard. */
final class HeardAudience implements Audience {
    final List<Chunk> chunks = new ArrayList<>();
    final List<String> states = new ArrayList<>();
    int epochs;

    @Override
    public void onStream(LinkMessage.Stream stream) {
        states.add(stream.state().word() + "/" + stream.stripes());
    }

    @Override
    public void onEpoch() {
        epochs++;
    }

    @Override
    public void onChunks(List<Chunk> news) {
        chunks.addAll(news);
    }

    @Override
    public int size() {
        return 0;
    }

    List<Long> sequences() {
        return TestChunks.sequences(chunks);
    }
}
