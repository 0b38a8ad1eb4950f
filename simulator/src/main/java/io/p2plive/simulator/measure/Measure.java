/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.measure;

/** What is measured of a run: its name for programs is the constant's, in lower case. */
public enum Measure {
    VIEWERS("viewers at the end", "", 0),
    DEPTH_MAX("depth: deepest", "", 0),
    DEPTH_MEAN("depth: mean of the viewers' deeper stripe", "", 2),
    DEPTH_LEAST("depth: least possible with these slots", "", 0),
    SLOTS_PER_VIEWER("slots offered by a viewer", "", 2),
    SOURCELESS("places without a path to a forward, at the end", "", 0),
    DELAY_P50("delay ingest to picture: p50", "s", 3),
    DELAY_P95("delay: p95", "s", 3),
    DELAY_P99("delay: p99", "s", 3),
    FROM_VIEWERS("bytes from viewers", "%", 2),
    COPIES("copies of a chunk leaving the forwards, mean", "", 2),
    SLOTS_USED_MAX("forwards' slots used at most (stripes)", "", 0),
    SLOTS("forwards' slots", "", 0),
    REDUNDANT("redundant bytes", "%", 2),
    UPLOAD_MEAN("upload: mean, times the stream's rate", "x", 2),
    UPLOAD_MAX("upload: most", "x", 2),
    UPLOAD_MAX_OF_OWN("upload: most, of what the viewer's line carries", "%", 1),
    OVER_CAPACITY("assignments with more children than the viewer said", "", 0),
    STALL_MEAN("stall time: mean", "%", 3),
    STALL_P95("stall time: p95 of viewers", "%", 3),
    STALL_WORST("stall time: worst viewer", "%", 2),
    STALLED_VIEWERS("viewers stalled for more than 1 %", "%", 2),
    JUMPS("jumps over what never came", "", 0),
    FIRST_PICTURE_P50("first picture: p50", "s", 3),
    FIRST_PICTURE_P95("first picture: p95", "s", 3),
    PICTURELESS("viewers without a picture after 5 s or more", "", 0),
    DEPARTURES("departures", "", 0),
    REPAIR_BYE_COUNT("stripes broken by a parent that said goodbye", "", 0),
    REPAIR_BYE_P50("  stripe flowing again after a goodbye: p50", "ms", 0),
    REPAIR_BYE_P95("  stripe flowing again after a goodbye: p95", "ms", 0),
    REPAIR_BYE_P99("  stripe flowing again after a goodbye: p99", "ms", 0),
    REPAIR_CRASH_COUNT("stripes broken by a parent that vanished", "", 0),
    REPAIR_CRASH_P50("  stripe flowing again after a vanishing: p50", "ms", 0),
    REPAIR_CRASH_P95("  stripe flowing again after a vanishing: p95", "ms", 0),
    REPAIR_CRASH_P99("  stripe flowing again after a vanishing: p99", "ms", 0),
    EXIT_BACK_P50("mass exit, all stripes of survivors back: p50", "s", 2),
    EXIT_BACK_P95("mass exit, all stripes of survivors back: p95", "s", 2),
    EXIT_BACK_MAX("mass exit, all stripes of survivors back: last", "s", 2),
    EDGES_MOVED("changes of parent for each departure", "", 2),
    EDGES_MOVED_TOTAL("changes of parent", "", 0),
    CONNECT_FAILURES("pairs that failed to connect", "", 0),
    SLOW_PARENTS("parents left for being slow", "", 0),
    WAITING_MAX("places waiting for a source: most", "", 0),
    WAITING_END("places waiting for a source: at the end", "", 0),
    DECISION_MEAN("engine: mean decision", "µs", 1),
    DECISION_P99("engine: p99 decision", "µs", 1),
    DECISION_MAX("engine: longest decision", "ms", 2),
    JOINS_PER_SECOND("engine: joins a second on one core", "", 0),
    ENGINE_SECONDS("engine: all decisions", "s", 2),
    HEAP_PER_VIEWER("engine: heap for each viewer", "bytes", 0),
    HEAP("engine: heap", "MB", 0);

    private final String label;
    private final String unit;
    private final int digits;

    Measure(String label, String unit, int digits) {
        this.label = label;
        this.unit = unit;
        this.digits = digits;
    }

    /** In words. */
    public String label() {
        return label;
    }

    /** A value of it as people read it, with its unit. */
    public String format(double value) {
        return Double.isNaN(value)
                ? "–"
                : String.format("%,." + digits + "f%s", value, unit.isEmpty() ? "" : " " + unit);
    }

    /** The same for programs: whether it depends on nothing but the scenario. */
    public boolean isReproducible() {
        return compareTo(DECISION_MEAN) < 0;
    }
}
