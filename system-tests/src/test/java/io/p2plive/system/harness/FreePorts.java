/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/** Finds ports that nobody has, below those that the kernel gives to outgoing connections. */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int COUNT = 10_000;
    private static final int MAX_TRIES = 1_000;

    private static final Set<Integer> GIVEN = new LinkedHashSet<>();
    private static final Random RANDOM = new Random();

    private FreePorts() {}

    /** A port that is free now, and was not given before. */
    public static synchronized int take() {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            int port = LOWEST + RANDOM.nextInt(COUNT);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port in " + MAX_TRIES + " tries");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
