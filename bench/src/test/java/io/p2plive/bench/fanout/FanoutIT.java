/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.bench.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FanoutIT {
    private static final String FORWARD = "--forward=../forward/target/forward.jar";
    private static final String ANY_SERVER_CORE = "--cores=";
    private static final String ANY_LOAD_CORE = "--load-cores=";

    @TempDir
    private Path folder;

    @Test
    void everyViewerGetsEveryMessageOnce() throws Exception {
        Path chart = folder.resolve("chart.svg");
        Table table = Table.of(
                "fanout",
                FORWARD,
                ANY_SERVER_CORE,
                ANY_LOAD_CORE,
                "--candidates=floor,forward",
                "--viewers=5",
                "--rounds=1",
                "--warm-seconds=1",
                "--seconds=1",
                "--no-memory",
                "--chart=" + chart);
        assertEquals(List.of(5.0, 5.0), table.row("viewers served whole"));
        assertEquals(List.of(0.0, 0.0), table.row("chunks got twice"));
        assertTrue(Files.readString(chart).contains("forward"));
    }

    @Test
    void whoNeverReadsTakesNothingFromTheOthers() {
        Table table = Table.of(
                "slow-viewer",
                FORWARD,
                ANY_SERVER_CORE,
                ANY_LOAD_CORE,
                "--candidates=forward",
                "--viewers=5",
                "--rounds=1",
                "--warm-seconds=1",
                "--seconds=1");
        assertEquals(List.of(5.0), table.row("of them served whole"));
        assertEquals(List.of(0.0), table.row("chunks that they lost"));
    }
}
