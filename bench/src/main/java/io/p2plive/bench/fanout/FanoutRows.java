/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.fanout;

import io.p2plive.bench.harness.Row;
import java.util.List;

/** The figures as they are shown. */
final class FanoutRows {
    static final List<Row> DELAY = List.of(
            Row.compared("cpuMicros", "server's CPU, µs a message", 2),
            Row.compared("P50Millis", "delay p50, ms", 2),
            Row.compared("P99Millis", "delay p99, ms", 2),
            Row.compared("firstP50Millis", "delay p50 while it warms up, ms", 2),
            Row.compared("firstP99Millis", "delay p99 while it warms up, ms", 2),
            Row.plain("viewers", "viewers", 0),
            Row.plain("whole", "viewers served whole", 0),
            Row.plain("firstLost", "chunks lost while it warms up", 0),
            Row.plain("lost", "chunks lost after that", 0),
            Row.plain("repeats", "chunks got twice", 0),
            Row.plain("closed", "viewers closed by the server", 0),
            Row.plain("perSecond", "messages a second", 0),
            Row.plain("serverBusy", "cores that the server uses", 2),
            Row.plain("loadBusy", "cores that the load uses", 2),
            Row.plain("othersBusy", "cores that others use", 2));

    static final List<Row> MEMORY = List.of(
            Row.compared("residentBytes", "memory, bytes a viewer (resident)", 0),
            Row.compared("heapBytes", "of that live objects on the heap", 0),
            Row.plain("residentMegabytes", "memory of all, MB", 1));

    static final List<Row> SLOW = List.of(
            Row.plain("viewers", "viewers who read", 0),
            Row.plain("whole", "of them served whole", 0),
            Row.plain("lost", "chunks that they lost", 0),
            Row.compared("P99Millis", "their delay p99, ms", 2),
            Row.plain("closed", "of them closed by the server", 0),
            Row.plain("residentMegabytes", "memory before, MB", 1),
            Row.plain("growthMegabytes", "growth, MB", 1),
            Row.plain("loadBusy", "cores that the load uses", 2),
            Row.plain("othersBusy", "cores that others use", 2));

    static final List<Row> GREATEST = List.of(
            Row.compared("greatest", "greatest number of viewers served", 0),
            Row.plain("brokenOff", "trials that the server broke off", 0),
            Row.plain("P99Millis", "delay p99 then, ms", 1),
            Row.plain("firstLost", "chunks lost while it warms up", 0),
            Row.plain("serverBusy", "cores that the server uses", 2),
            Row.plain("loadBusy", "cores that the load uses", 2),
            Row.plain("othersBusy", "cores that others use", 2));

    private FanoutRows() {}
}
