/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

/** What a viewer asks another, and what that answers: numbers that no chunk has. */
final class LifeMessage {
    static final int PING = Integer.MAX_VALUE - 1;
    static final int PONG = Integer.MAX_VALUE - 2;
    /** With the headers of all layers. */
    static final int BYTES = 100;

    private LifeMessage() {}

    static boolean is(int chunk) {
        return chunk >= PONG;
    }

    /** One has come. */
    static void hear(int message, Feed feed) {
        if (message == PONG) {
            feed.feeder.onSign();
        } else if (feed.reverse() != null) {
            feed.reverse().say(PONG);
        }
    }
}
