/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.daemon;

import java.util.List;

/** Settings of every shape that a daemon's settings have; their defaults are {@code sample.yaml}. */
record SampleSettings(
        String name,
        int port,
        String secret,
        boolean share,
        List<String> networks,
        List<Forward> forwards,
        Limits limits) {

    SampleSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is not in 0 … 65535");
        }
    }

    record Forward(String name, int maxViewers) {}

    record Limits(int maxViewers, long idleMillis) {}
}
