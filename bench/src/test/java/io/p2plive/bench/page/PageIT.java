/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.page;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.bench.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PageIT {
    private static final String CHROMIUM = System.getenv().getOrDefault("P2PLIVE_CHROMIUM", "/usr/bin/chromium");

    @Test
    void bothPagesRelayAndOursDraws() {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of(CHROMIUM)) && Files.isDirectory(Path.of("../headless-viewers/node_modules")),
                "no Chromium, or no npm ci in headless-viewers");
        Table table = Table.of(
                "page",
                "--chromium=" + CHROMIUM,
                "--coordinate=../coordinate/target/coordinate.jar",
                "--tracker=../tracker/target/tracker.jar",
                "--forward=../forward/target/forward.jar",
                "--headless-viewers=../headless-viewers/src/main.js",
                "--candidates=FLOOR,VISIBLE",
                "--warm-seconds=2",
                "--seconds=3");
        assertTrue(table.row("to viewers, kbit/s").stream().allMatch(kilobits -> kilobits > 500), table::text);
        assertTrue(table.row("pictures drawn a second").get(0) > 10, table::text);
    }
}
