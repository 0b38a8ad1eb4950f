/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.simulator.measure.Measure;
import io.p2plive.simulator.measure.RepairSteps;
import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.scenario.Scenario;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorldTest {
    private static World ran(Scenario scenario) {
        World world = new World(scenario);
        world.run(second -> {});
        return world;
    }

    private static Map<Measure, Double> reproducible(Scenario scenario) {
        Results results = ran(scenario).results();
        Map<Measure, Double> values = new HashMap<>();
        for (Measure measure : results.measures()) {
            if (measure.isReproducible()) {
                values.put(measure, results.of(measure));
            }
        }
        return values;
    }

    @Test
    void oneViewerIsFedByTheForwardAlone() {
        Results results = ran(Scenarios.calm(1, 1, 30)).results();
        assertEquals(0, results.of(Measure.DEPTH_MAX));
        assertEquals(0, results.of(Measure.FROM_VIEWERS));
        assertEquals(1, results.of(Measure.COPIES), 0.05);
        assertEquals(0, results.of(Measure.STALL_MEAN));
        assertEquals(1, results.of(Measure.DELAY_P95), 0.05);
        assertTrue(results.of(Measure.FIRST_PICTURE_P95) <= 0.6);
    }

    @Test
    void viewersWithGoodLinesCarryTheSwarm() {
        Results results = ran(Scenarios.calm(60, 4, 40)).results();
        assertTrue(results.of(Measure.FROM_VIEWERS) > 85, "from viewers: " + results.of(Measure.FROM_VIEWERS));
        assertTrue(results.of(Measure.REDUNDANT) < 3, "redundant: " + results.of(Measure.REDUNDANT));
        assertEquals(0, results.of(Measure.OVER_CAPACITY));
        assertEquals(0, results.of(Measure.SOURCELESS));
        assertEquals(0, results.of(Measure.WAITING_END));
        assertTrue(results.of(Measure.UPLOAD_MAX_OF_OWN) <= 100);
        assertTrue(results.of(Measure.STALL_MEAN) < 1, "stalled: " + results.of(Measure.STALL_MEAN));
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertEquals(reproducible(Scenarios.lively(50, 30, 5, true)), reproducible(Scenarios.lively(50, 30, 5, true)));
        assertEquals(
                reproducible(Scenarios.lively(200, 30, 5, false)), reproducible(Scenarios.lively(200, 30, 5, false)));
    }

    @Test
    void anotherSeedGivesAnotherRun() {
        assertNotEquals(
                reproducible(Scenarios.lively(50, 30, 5, true)), reproducible(Scenarios.lively(50, 30, 6, true)));
    }

    @Test
    void everyByteThatWasSentArrivedIsLostOrOnItsWay() {
        World world = ran(Scenarios.lively(60, 40, 2, true));
        assertTrue(world.meters.sentBytes() > 10_000_000);
        assertEquals(world.meters.sentBytes(), world.meters.arrivedBytes() + world.bytesInFlight());
    }

    @Test
    void stripesOfDepartedParentsFlowAgain() {
        Results results = ran(Scenarios.lively(60, 60, 2, true)).results();
        assertTrue(results.of(Measure.REPAIR_BYE_COUNT) > 5);
        assertTrue(results.of(Measure.REPAIR_BYE_P50) < 1_000, "p50: " + results.of(Measure.REPAIR_BYE_P50));
    }

    @Test
    void aParentThatVanishesIsMissedBeforeItsLinkBreaks() {
        World world = ran(Scenarios.lively(60, 60, 2, true));
        Results results = world.results();
        assertTrue(results.of(Measure.REPAIR_CRASH_COUNT) > 5);
        assertTrue(results.of(Measure.REPAIR_CRASH_P50) < 1_000, "p50: " + results.of(Measure.REPAIR_CRASH_P50));
        RepairSteps steps = world.meters.breaks.stepsAfterCrash;
        double noticed = steps.of(RepairSteps.Step.NOTICED).percentile(50);
        assertTrue(noticed > 120_000 && noticed < 800_000, "noticed: " + noticed);
    }

    @Test
    void withoutMediaTheGraphIsMadeAndMendedAllTheSame() {
        Results results = ran(Scenarios.lively(500, 40, 2, false)).results();
        assertTrue(results.of(Measure.VIEWERS) > 350);
        assertTrue(results.of(Measure.REPAIR_BYE_COUNT) > 50);
        assertTrue(Double.isNaN(results.of(Measure.DELAY_P50)));
        assertTrue(results.of(Measure.DECISION_MEAN) > 0);
    }
}
