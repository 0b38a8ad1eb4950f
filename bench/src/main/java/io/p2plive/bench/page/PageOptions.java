/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.page;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the page's bench can be told. Confined to the command line. */
public final class PageOptions {
    @Option(names = "--rounds", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
    int rounds;

    @Option(
            names = "--warm-seconds",
            defaultValue = "15",
            description = "before what is measured; default: ${DEFAULT-VALUE}")
    int warmSeconds;

    @Option(names = "--seconds", defaultValue = "30", description = "measured; default: ${DEFAULT-VALUE}")
    int seconds;

    @Option(names = "--kilobits", defaultValue = "1000", description = "of the video; default: ${DEFAULT-VALUE}")
    int kilobits;

    @Option(
            names = "--port",
            defaultValue = "21000",
            description = "the first of those used; default: ${DEFAULT-VALUE}")
    int port;

    @Option(names = "--page", description = "another build's stream.html, as a file; default: coordinate's own")
    Path page;

    @Option(
            names = "--profile",
            description = "a folder for what Chromium's profiler sees, which takes part of the time itself")
    Path profile;

    @Option(names = "--chromium", defaultValue = "/usr/bin/chromium", description = "default: ${DEFAULT-VALUE}")
    String chromium;

    @Option(
            names = "--headless-viewers",
            defaultValue = "headless-viewers/src/main.js",
            description = "default: ${DEFAULT-VALUE}")
    Path headlessViewers;

    @Option(
            names = "--coordinate",
            defaultValue = "coordinate/target/coordinate.jar",
            description = "default: ${DEFAULT-VALUE}")
    Path coordinate;

    @Option(names = "--tracker", defaultValue = "tracker/target/tracker.jar", description = "default: ${DEFAULT-VALUE}")
    Path tracker;

    @Option(names = "--forward", defaultValue = "forward/target/forward.jar", description = "default: ${DEFAULT-VALUE}")
    Path forward;

    @Option(names = "--logs", description = "a folder that keeps what the processes print; else it is thrown away")
    Path logs;
}
