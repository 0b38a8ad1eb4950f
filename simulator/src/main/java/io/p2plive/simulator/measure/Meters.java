/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.measure;

import java.util.ArrayList;
import java.util.List;

/** All that is counted while a run goes on. Times in microseconds. Confined to the run. */
public final class Meters {
    /** One second of the run, to draw it. */
    public record Second(int viewers, double fromViewersShare, int waiting, int depth, double copies) {}

    public final Breaks breaks;
    public final EngineCost engine = new EngineCost();
    public final Spread delayMicros = new Spread();
    public final List<Second> seconds = new ArrayList<>();
    private final List<ViewerRecord> records = new ArrayList<>();
    private final long warmupMicros;

    private boolean isMeasuring;
    private long sentBytes;
    private long receivedBytes;
    private long lostBytes;
    private long redundantBytes;
    private long measuredFromForwards;
    private long measuredFromViewers;
    private long measuredForwardBytes;
    private long measuredViewerBytes;
    private long measuredSourceBytes;
    private long secondFromForwards;
    private long secondFromViewers;
    private long secondForwardBytes;
    private long secondSourceBytes;

    int departures;
    int connectFailures;
    int slowParents;
    int edgesMoved;
    int overCapacity;
    int maxWaiting;
    int maxSlotsUsed;

    /** Counts; means do so from the end of the warm-up on. */
    public Meters(long warmupMicros, long exitMicros) {
        this.warmupMicros = warmupMicros;
        this.breaks = new Breaks(exitMicros);
    }

    /** Takes part from now on. */
    public void add(ViewerRecord record) {
        record.measureFrom(warmupMicros);
        records.add(record);
    }

    List<ViewerRecord> records() {
        return records;
    }

    // ---- bytes

    /** The source gives a chunk to the forwards. */
    public void onSource(int bytes, long nowMicros) {
        isMeasuring = nowMicros >= warmupMicros;
        measuredSourceBytes += isMeasuring ? bytes : 0;
        secondSourceBytes += bytes;
    }

    /** Bytes went onto the line. */
    public void onSent(boolean isFromViewer, int bytes) {
        sentBytes += bytes;
        if (isFromViewer) {
            measuredViewerBytes += isMeasuring ? bytes : 0;
        } else {
            measuredForwardBytes += isMeasuring ? bytes : 0;
            secondForwardBytes += bytes;
        }
    }

    /** Bytes came. */
    public void onReceived(boolean isFromViewer, int bytes, boolean isNew) {
        receivedBytes += bytes;
        secondFromViewers += isFromViewer ? bytes : 0;
        secondFromForwards += isFromViewer ? 0 : bytes;
        if (isMeasuring) {
            measuredFromViewers += isFromViewer ? bytes : 0;
            measuredFromForwards += isFromViewer ? 0 : bytes;
            redundantBytes += isNew ? 0 : bytes;
        }
    }

    /** Bytes came to somebody who was not there any more. */
    public void onLost(int bytes) {
        lostBytes += bytes;
    }

    /** All bytes that went onto a line. */
    public long sentBytes() {
        return sentBytes;
    }

    /** All bytes that came, or fell on deaf ears. */
    public long arrivedBytes() {
        return receivedBytes + lostBytes;
    }

    double fromViewersShare() {
        return (double) measuredFromViewers / (measuredFromViewers + measuredFromForwards);
    }

    double redundantShare() {
        return (double) redundantBytes / (measuredFromViewers + measuredFromForwards);
    }

    /** What a viewer sends, in the mean over the time that all have been here, in times of what the source gives. */
    double uploadOfViewer(long endMicros) {
        double sourceBytesPerMicro = (double) measuredSourceBytes / (endMicros - warmupMicros);
        double viewerMicros = records.stream()
                .mapToLong(record -> record.goneMicros - Math.max(record.joinedMicros, warmupMicros))
                .filter(micros -> micros > 0)
                .sum();
        return measuredViewerBytes / viewerMicros / sourceBytesPerMicro;
    }

    double copies() {
        return (double) measuredForwardBytes / measuredSourceBytes;
    }

    // ---- pictures and links

    /** A picture is shown so long after its ingest. */
    public void onShown(long atMicros, long delay) {
        if (atMicros >= warmupMicros) {
            delayMicros.add(delay);
        }
    }

    public void onDeparture() {
        departures++;
    }

    public void onConnectFailed() {
        connectFailures++;
    }

    public void onSlowParent() {
        slowParents++;
    }

    public void onEdgeMoved() {
        edgesMoved++;
    }

    /** A viewer was given more children than it said it can feed. */
    public void onOverCapacity() {
        overCapacity++;
    }

    /** A second has passed. */
    public void onSecond(int viewers, int waiting, int depth, int slotsUsed) {
        long all = secondFromViewers + secondFromForwards;
        seconds.add(new Second(
                viewers,
                all == 0 ? 0 : (double) secondFromViewers / all,
                waiting,
                depth,
                secondSourceBytes == 0 ? 0 : (double) secondForwardBytes / secondSourceBytes));
        secondFromViewers = 0;
        secondFromForwards = 0;
        secondForwardBytes = 0;
        secondSourceBytes = 0;
        maxWaiting = Math.max(maxWaiting, waiting);
        maxSlotsUsed = Math.max(maxSlotsUsed, slotsUsed);
    }
}
