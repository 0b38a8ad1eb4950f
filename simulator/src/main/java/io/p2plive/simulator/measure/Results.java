/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.measure;

import io.p2plive.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a run came to, one number for each measure. Immutable but for the meters that it keeps for drawing. */
public final class Results {
    private static final double MICROS = 1e6;
    private static final double PERCENT = 100;
    private static final double MEGABYTE = 1_048_576;
    private static final double NOTICEABLE_STALL_PERCENT = 1;

    private final Map<Measure, Double> values = new EnumMap<>(Measure.class);
    private final Meters meters;
    private final Shape shape;
    private final Census census;

    /** Sums up. */
    public Results(Scenario scenario, Meters meters, Shape shape, Census census) {
        this.meters = meters;
        this.shape = shape;
        this.census = census;
        addShape();
        addEngine();
        addChurn(scenario);
        addRepairs("BYE", meters.breaks.afterBye);
        addRepairs("CRASH", meters.breaks.afterCrash);
        if (scenario.hasMedia()) {
            addBytes(scenario);
            addViewing();
        }
    }

    private void addShape() {
        put(Measure.VIEWERS, shape.viewers());
        put(Measure.DEPTH_MAX, shape.maxDepth());
        put(Measure.DEPTH_MEAN, shape.meanDepth());
        put(Measure.DEPTH_LEAST, shape.leastDepth());
        put(Measure.SLOTS_PER_VIEWER, shape.slotsPerViewer());
        put(Measure.SOURCELESS, shape.sourceless());
    }

    private void addEngine() {
        Spread all = new Spread();
        for (EngineCost.Kind kind : EngineCost.Kind.values()) {
            all.addAll(meters.engine.of(kind));
        }
        put(Measure.DECISION_MEAN, all.mean() / 1e3);
        put(Measure.DECISION_P99, all.percentile(99) / 1e3);
        put(Measure.DECISION_MAX, all.max() / 1e6);
        double joinSeconds = meters.engine.of(EngineCost.Kind.JOIN).mean() / 1e9;
        put(Measure.JOINS_PER_SECOND, 1 / joinSeconds);
        put(Measure.ENGINE_SECONDS, meters.engine.totalSeconds());
    }

    private void addChurn(Scenario scenario) {
        put(Measure.DEPARTURES, meters.departures);
        put(Measure.EDGES_MOVED, meters.departures == 0 ? Double.NaN : (double) meters.edgesMoved / meters.departures);
        put(Measure.EDGES_MOVED_TOTAL, meters.edgesMoved);
        put(Measure.CONNECT_FAILURES, meters.connectFailures);
        put(Measure.SLOW_PARENTS, meters.slowParents);
        put(Measure.OVER_CAPACITY, meters.overCapacity);
        put(Measure.WAITING_MAX, meters.maxWaiting);
        put(
                Measure.WAITING_END,
                meters.seconds.isEmpty()
                        ? 0
                        : meters.seconds.get(meters.seconds.size() - 1).waiting());
        put(Measure.SLOTS_USED_MAX, meters.maxSlotsUsed);
        put(Measure.SLOTS, (double) scenario.forwards() * scenario.mesh().slotsPerForward());
        Spread back = new Spread();
        for (ViewerRecord record : meters.records()) {
            if (scenario.hasMedia() && meters.breaks.survivedExit(record)) {
                back.add(meters.breaks.backMicros(record));
            }
        }
        put(Measure.EXIT_BACK_P50, back.percentile(50) / MICROS);
        put(Measure.EXIT_BACK_P95, back.percentile(95) / MICROS);
        put(Measure.EXIT_BACK_MAX, back.max() / MICROS);
    }

    private void addRepairs(String cause, Spread repairs) {
        put(Measure.valueOf("REPAIR_" + cause + "_COUNT"), (double) repairs.count());
        put(Measure.valueOf("REPAIR_" + cause + "_P50"), repairs.percentile(50) / 1e3);
        put(Measure.valueOf("REPAIR_" + cause + "_P95"), repairs.percentile(95) / 1e3);
        put(Measure.valueOf("REPAIR_" + cause + "_P99"), repairs.percentile(99) / 1e3);
    }

    private void addBytes(Scenario scenario) {
        put(Measure.FROM_VIEWERS, PERCENT * meters.fromViewersShare());
        put(Measure.COPIES, meters.copies());
        put(Measure.REDUNDANT, PERCENT * meters.redundantShare());
        put(Measure.UPLOAD_MEAN, meters.uploadOfViewer(Math.round(scenario.seconds() * MICROS)));
        double bytesPerMicro = scenario.stream().bitsPerSecond() / 8e6;
        double max = 0;
        double maxOfOwn = 0;
        for (ViewerRecord record : meters.records()) {
            long micros = record.goneMicros - record.joinedMicros;
            if (micros < MICROS) {
                continue;
            }
            double streams = record.bytesUp / (micros * bytesPerMicro);
            max = Math.max(max, streams);
            maxOfOwn = record.uplinkStreams > 0 ? Math.max(maxOfOwn, streams / record.uplinkStreams) : maxOfOwn;
        }
        put(Measure.UPLOAD_MAX, max);
        put(Measure.UPLOAD_MAX_OF_OWN, PERCENT * maxOfOwn);
    }

    private void addViewing() {
        put(Measure.DELAY_P50, meters.delayMicros.percentile(50) / MICROS);
        put(Measure.DELAY_P95, meters.delayMicros.percentile(95) / MICROS);
        put(Measure.DELAY_P99, meters.delayMicros.percentile(99) / MICROS);
        Spread first = new Spread();
        Spread stalls = new Spread();
        double stalled = 0;
        double watched = 0;
        int noticed = 0;
        int pictureless = 0;
        int jumps = 0;
        for (ViewerRecord record : meters.records()) {
            if (record.firstShownMicros >= 0) {
                first.add((record.firstShownMicros - record.joinedMicros) / 1_000);
            } else if (record.goneMicros - record.joinedMicros > 5 * MICROS) {
                pictureless++;
            }
            jumps += record.jumps;
            if (record.watchedMicros() > MICROS) {
                double percent = PERCENT * record.stalledMicros / record.watchedMicros();
                stalls.add(Math.round(percent * 1e4));
                noticed += percent > NOTICEABLE_STALL_PERCENT ? 1 : 0;
                stalled += record.stalledMicros;
                watched += record.watchedMicros();
            }
        }
        put(Measure.FIRST_PICTURE_P50, first.percentile(50) / 1e3);
        put(Measure.FIRST_PICTURE_P95, first.percentile(95) / 1e3);
        put(Measure.PICTURELESS, pictureless);
        put(Measure.STALL_MEAN, PERCENT * stalled / watched);
        put(Measure.STALL_P95, stalls.percentile(95) / 1e4);
        put(Measure.STALL_WORST, stalls.max() / 1e4);
        put(Measure.STALLED_VIEWERS, stalls.count() == 0 ? Double.NaN : PERCENT * noticed / stalls.count());
        put(Measure.JUMPS, jumps);
    }

    private void put(Measure measure, double value) {
        values.put(measure, value);
    }

    /** Adds what the engine weighs. */
    public void addHeap(double bytes) {
        put(Measure.HEAP, bytes / MEGABYTE);
        put(Measure.HEAP_PER_VIEWER, bytes / Math.max(1, shape.viewers()));
    }

    /** The value of a measure; NaN where there is nothing to measure. */
    public double of(Measure measure) {
        return values.getOrDefault(measure, Double.NaN);
    }

    /** By how many levels the deepest is beyond the least possible; NaN where slots do not suffice for all. */
    public double excessDepth() {
        return of(Measure.DEPTH_LEAST) < 0 ? Double.NaN : of(Measure.DEPTH_MAX) - of(Measure.DEPTH_LEAST);
    }

    /** What was measured, in order. */
    public List<Measure> measures() {
        return new ArrayList<>(values.keySet());
    }

    /** What was counted, to draw it. */
    public Meters meters() {
        return meters;
    }

    /** The trees at the end. */
    public Shape shape() {
        return shape;
    }

    /** What the viewers gave at the end. */
    public Census census() {
        return census;
    }
}
