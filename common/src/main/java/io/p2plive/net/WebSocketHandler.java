/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

/** One WebSocket connection's owner. All calls come on the connection's loop. */
public interface WebSocketHandler {
    /** The handshake is done. */
    void onOpen(WebSocketConnection connection);

    /** A whole text message. */
    void onText(String text);

    /** The other side reads again, or no longer does. */
    default void onWritabilityChanged(boolean isWritable) {}

    /** It is over, whoever ended it; comes once, and nothing comes after it. */
    void onClose();
}
