/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import io.p2plive.id.StreamName;
import io.p2plive.protocol.RelayMessage.CloseReason;
import io.p2plive.protocol.StreamFormat;

/** Where streams flow to. Called on the loop of each stream; an outlet never makes its caller wait. */
public interface Outlet {
    /** An epoch of a stream begins, or is under way: its running GOP comes first. */
    void onOpen(StreamName name, Epoch epoch);

    /** The stream's next chunks; to be retained by whoever needs them after the call. */
    void onChunks(StreamName name, Parcel parcel);

    /** The epoch is over. */
    void onClose(StreamName name, CloseReason reason);

    /**
     * One uninterrupted push.
     *
     * @param channel on which all relay links carry the stream: each the same, so that the same bytes serve them all
     * @param number grows from push to push
     * @param stripes in how many parts it travels
     */
    record Epoch(int channel, long number, StreamFormat format, int stripes) {}
}
