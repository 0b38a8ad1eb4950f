/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward;

import io.p2plive.daemon.DaemonCommand;

/** Starts a forward from the command line. */
public final class ForwardMain {
    private ForwardMain() {}

    /** Runs until SIGTERM. */
    public static void main(String[] arguments) {
        System.exit(DaemonCommand.run("forward", ForwardSettings.class, ForwardDaemon::new, arguments));
    }
}
