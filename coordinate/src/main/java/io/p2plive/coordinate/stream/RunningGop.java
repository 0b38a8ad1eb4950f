/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * All parcels since the last keyframe, for whoever comes late. A GOP that outgrows its bound is given up until the next
 * keyframe, so that memory stays bounded whatever the broadcaster sends.
 *
 * <p>Confined to the stream's {@code loop}.
 */
final class RunningGop {
    private final int maxBytes;
    private final List<Parcel> parcels = new ArrayList<>();
    private int bytes;

    RunningGop(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(Parcel parcel) {
        if (parcel.isKeyframe() || parcel.isEnd()) {
            clear();
        }
        boolean hasStart = parcel.isKeyframe() || !parcels.isEmpty();
        if (!hasStart) {
            return;
        }
        if (bytes + parcel.bytes() > maxBytes) {
            clear();
            return;
        }
        parcels.add(parcel.retain());
        bytes += parcel.bytes();
    }

    void clear() {
        parcels.forEach(Parcel::release);
        parcels.clear();
        bytes = 0;
    }

    void forEach(Consumer<Parcel> receiver) {
        parcels.forEach(receiver);
    }
}
