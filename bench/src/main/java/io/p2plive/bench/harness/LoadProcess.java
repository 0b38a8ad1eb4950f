/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A load, in a JVM of its own on its own cores. */
public final class LoadProcess {
    private static final List<String> OPTIONS = List.of("-Xmx2g", "-XX:+UseSerialGC");

    private LoadProcess() {}

    /**
     * Runs one from its start to its end.
     *
     * @param cores as taskset takes them; empty for all
     * @param maxSeconds that it may take
     * @return what it printed
     * @throws IOException when it fails, or does not end in time
     */
    public static String run(String cores, Path log, Class<?> main, Arguments arguments, long maxSeconds)
            throws IOException, InterruptedException {
        Launch launch = new Launch(cores, log, Launch.java(OPTIONS, main, arguments.list()));
        try (PinnedProcess load = PinnedProcess.start(launch)) {
            return load.awaitEnd(maxSeconds);
        }
    }
}
