/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator;

import io.p2plive.simulator.command.SimulatorCommand;

/** The simulator's command line. */
public final class SimulatorMain {
    private SimulatorMain() {}

    /** Runs one command to its end. */
    public static void main(String[] arguments) {
        System.exit(SimulatorCommand.commandLine().execute(arguments));
    }
}
