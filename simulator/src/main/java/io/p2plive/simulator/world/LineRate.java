/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

/**
 * How fast a line is, seen without filling it: while chunks wait in its queues they drain as fast as it goes. Confined to
 * the run.
 */
final class LineRate {
    private static final long ENOUGH_MICROS = 300_000;
    private static final long MEMORY_MICROS = 3_000_000;

    private double busyMicros;
    private double bytes;
    private long formerBusyMicros;
    private long formerBytes;

    /** Counts what was sent since the last look. */
    void look(Uplink uplink) {
        busyMicros += uplink.busyMicros - formerBusyMicros;
        bytes += uplink.bytesSent - formerBytes;
        formerBusyMicros = uplink.busyMicros;
        formerBytes = uplink.bytesSent;
        if (busyMicros > MEMORY_MICROS) {
            busyMicros /= 2;
            bytes /= 2;
        }
    }

    /** Not while nothing ever waits. */
    boolean isKnown() {
        return busyMicros >= ENOUGH_MICROS;
    }

    double bytesPerMicro() {
        return bytes / busyMicros;
    }
}
