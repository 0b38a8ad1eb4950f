/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.system.harness.Picture;
import io.p2plive.system.harness.PictureRun;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PictureRunTest {
    @Test
    void findsNoFaultInConsecutivePictures() {
        assertEquals(
                Optional.empty(),
                run(picture(5, 65_534, 0), picture(5, 65_535, 33), picture(5, 0, 66))
                        .fault(1));
    }

    @Test
    void findsNoFaultInANewEpoch() {
        assertEquals(
                Optional.empty(), run(picture(5, 100, 0), picture(6, 0, 33)).fault(1));
    }

    @Test
    void findsAMissingPicture() {
        assertTrue(run(picture(5, 1, 0), picture(5, 3, 33)).fault(1).isPresent());
    }

    @Test
    void findsARepeatedPicture() {
        assertTrue(run(picture(5, 1, 0), picture(5, 1, 33)).fault(1).isPresent());
    }

    @Test
    void findsAPictureOfAnotherStream() {
        assertTrue(run(picture(5, 1, 0)).fault(0).isPresent());
    }

    @Test
    void findsAnEpochThatWasOver() {
        assertTrue(run(picture(6, 1, 0), picture(5, 2, 33)).fault(1).isPresent());
    }

    @Test
    void tellsTheLongestStall() {
        assertEquals(
                700,
                run(picture(5, 1, 0), picture(5, 2, 33), picture(5, 3, 733)).longestStallMillis());
    }

    @Test
    void tellsTheLargestSpreadOfWhatAllHaveDrawn() {
        PictureRun one = run(picture(5, 1, 0), picture(5, 2, 33));
        PictureRun other = run(picture(5, 2, 533), picture(5, 3, 566));
        assertEquals(500, PictureRun.largestSpreadMillis(List.of(one, other)));
    }

    @Test
    void refusesASpreadOfNothing() {
        PictureRun one = run(picture(5, 1, 0));
        PictureRun other = run(picture(5, 2, 33));
        assertThrows(AssertionError.class, () -> PictureRun.largestSpreadMillis(List.of(one, other)));
    }

    private static PictureRun run(Picture... pictures) {
        return new PictureRun(List.of(pictures));
    }

    private static Picture picture(long epoch, int number, long atMillis) {
        return new Picture(epoch, number, number, 1, atMillis);
    }
}
