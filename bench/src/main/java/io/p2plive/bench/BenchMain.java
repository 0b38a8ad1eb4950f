/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench;

/** The benches' command line. */
public final class BenchMain {
    private BenchMain() {}

    /** Runs one command to its end. */
    public static void main(String[] arguments) {
        System.exit(BenchCommand.commandLine().execute(arguments));
    }
}
