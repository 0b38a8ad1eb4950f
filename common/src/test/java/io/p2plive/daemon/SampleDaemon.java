/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.daemon;

import java.io.IOException;

/**
 * A daemon that says what happens to it; as a program it shows how a process ends. Port 1 cannot be had; port 2 can only
 * once somebody says so on the standard input. Immutable.
 */
final class SampleDaemon implements Daemon {
    private final SampleSettings settings;

    SampleDaemon(SampleSettings settings) throws ConfigurationException {
        if (settings.name().isEmpty()) {
            throw new ConfigurationException("name is empty");
        }
        this.settings = settings;
    }

    public static void main(String[] arguments) {
        System.exit(DaemonCommand.run("sample", SampleSettings.class, SampleDaemon::new, arguments));
    }

    @Override
    public void start() throws IOException {
        if (settings.port() == 1) {
            throw new IOException("cannot listen on port 1");
        }
        if (settings.port() == 2) {
            System.out.println("starting");
            System.in.read();
        }
        System.out.println("listening on " + settings.port());
    }

    @Override
    public void close() {
        System.out.println("closed");
    }
}
