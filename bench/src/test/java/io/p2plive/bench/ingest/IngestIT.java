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
                "--scenes=floor,coordinate",
                "--cores=",
                "--load-cores=",
                "--streams=3",
                "--forwards=2",
                "--mbit=50",
                "--rounds=1",
                "--warm-seconds=2",
                "--seconds=2");
        List<Double> arrived = table.row("arrived of what all forwards should have, %");
        assertEquals(2, arrived.size());
        // Counted when nothing is under way. The floor passes on what HTTP puts around a picture, too: 20 bytes of
        // 83,000.
        arrived.forEach(percent -> assertEquals(100, percent, 0.1));
        List<Double> lost = table.row("chunks dropped, %");
        assertEquals(List.of(0.0), lost);
    }

    @Test
    void chunksPassCoordinateAndWhatStandsBehindIt() {
        Table table = Table.of(
                "transit",
                COORDINATE,
                "--forward=../forward/target/forward.jar",
                "--candidates=floor,forward",
                "--cores=",
                "--load-cores=",
                "--viewers=5",
                "--rounds=1",
                "--warm-seconds=2",
                "--seconds=2");
        List<Double> chunks = table.row("chunks a second at all viewers");
        assertEquals(2, chunks.size());
        // 30 pictures a second to each, of at least one chunk.
        chunks.forEach(perSecond -> assertTrue(perSecond > 100));
    }
}
