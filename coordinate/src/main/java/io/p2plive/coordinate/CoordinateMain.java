/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate;

import io.p2plive.daemon.DaemonCommand;

/** The command line. */
public final class CoordinateMain {
    private CoordinateMain() {}

    /** Runs until told to stop. */
    public static void main(String[] arguments) {
        System.exit(DaemonCommand.run("coordinate", CoordinateSettings.class, CoordinateDaemon::new, arguments));
    }
}
