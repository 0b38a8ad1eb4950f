/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.bench.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class IngestIT {
    private static final String COORDINATE = "--coordinate=../coordinate/target/coordinate.jar";

    @Test
    void forwardsGetAllThatIsPushed() {
        Table table = Table.of(
                "ingest",
                COORDINATE,
                "--scenes=paced",
                "--cores=",
                "--load-cores=",
                "--streams=3",
                "--forwards=2",
                "--mbit=5",
                "--rounds=1",
                "--warm-seconds=2",
                "--seconds=2");
        List<Double> lost = table.row("chunks dropped, %");
        assertEquals(List.of(0.0), lost);
    }

    @Test
    void chunksPassBothDaemons() {
        Table table = Table.of(
                "transit",
                COORDINATE,
                "--forward=../forward/target/forward.jar",
                "--cores=",
                "--load-cores=",
                "--viewers=5",
                "--rounds=1",
                "--warm-seconds=2",
                "--seconds=2");
        // 30 pictures a second to each, of at least one chunk.
        assertTrue(table.row("chunks a second at all viewers").get(0) > 100);
    }
}
