/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import io.p2plive.id.StreamName;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.RelayMessage.CloseReason;
import java.util.ArrayList;
import java.util.List;

/** Writes down in words what it is told: {@code open live 100}, {@code chunk live 100/0}, {@code close live ended}. */
final class RecordingOutlet implements Outlet {
    private final List<String> heard = new ArrayList<>();

    @Override
    public void onOpen(StreamName name, Epoch epoch) {
        heard.add("open " + name + " " + epoch.number());
    }

    @Override
    public void onChunks(StreamName name, Parcel parcel) {
        Frames.chunks(parcel, 0, 2).forEach(chunk -> onChunk(name, chunk));
    }

    private void onChunk(StreamName name, Chunk chunk) {
        heard.add((chunk.isEnd() ? "end " : "chunk ") + name + " " + chunk.epoch() + "/" + chunk.sequence());
    }

    @Override
    public void onClose(StreamName name, CloseReason reason) {
        heard.add("close " + name + " " + reason.word());
    }

    /** What it heard since it was asked last. */
    List<String> takeHeard() {
        List<String> taken = List.copyOf(heard);
        heard.clear();
        return taken;
    }
}
