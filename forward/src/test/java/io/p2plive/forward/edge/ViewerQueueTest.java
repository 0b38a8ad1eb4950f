/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import static io.p2plive.forward.testing.TestChunks.delta;
import static io.p2plive.forward.testing.TestChunks.gop;
import static io.p2plive.forward.testing.TestChunks.keyframe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.p2plive.forward.stream.Backlog;
import io.p2plive.forward.testing.TestChunks;
import io.p2plive.id.StreamName;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.LinkMessage;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewerQueueTest {
    private static final int QUEUE_BYTES = 64 * 1024;
    private static final int QUEUE_MILLIS = 2_000;
    private static final EdgeLimits LIMITS = new EdgeLimits(10, 10, QUEUE_BYTES, QUEUE_MILLIS, 15_000, 0);
    private static final LinkMessage.Stream LIVE = new LinkMessage.Stream(StreamName.DEFAULT, StreamState.LIVE, 2);
    /** More than a blocked channel and a full queue hold together. */
    private static final int TOO_MANY = 200;

    private final EdgeCounters counters = new EdgeCounters();
    private final TestViewer viewer = new TestViewer(LIMITS, counters);

    @AfterEach
    void close() {
        viewer.finishAndReleaseAll();
    }

    private void subscribe(StripeSet stripes, List<Chunk> backlog) {
        viewer.queue.subscribe(stripes, new Backlog(LIVE, backlog, backlog.isEmpty()), 0);
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static List<Chunk> deltas(long from, int count) {
        List<Chunk> chunks = new ArrayList<>();
        for (long sequence = from; sequence < from + count; sequence++) {
            chunks.add(delta(1, sequence));
        }
        return chunks;
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void sendsTheRunningGopAtOnceAndThenWhatComes() throws ProtocolException {
        subscribe(StripeSet.ALL, gop(1, 10, 5));
        assertEquals(range(10, 15), viewer.received().sequences);

        viewer.offer(deltas(15, 2), 0);

        assertEquals(range(10, 17), viewer.received().sequences);
        assertEquals(0, viewer.queue.chunksDropped());
    }

    @Test
    void sendsABacklogOfManyTimesItsBoundAsFastAsTheViewerTakesIt() throws ProtocolException {
        subscribe(StripeSet.ALL, gop(1, 0, 1_000));

        assertEquals(range(0, 1_000), viewer.received().sequences);
    }

    @Test
    void sendsOnlyTheStripesSubscribed() throws ProtocolException {
        subscribe(StripeSet.of(List.of(1)), gop(1, 0, 4));
        viewer.offer(gop(1, 4, 4), 0);

        assertEquals(List.of(1L, 3L, 5L, 7L), viewer.received().sequences);
    }

    @Test
    void sendsChunksThatComeTogetherInOneWrite() throws ProtocolException {
        subscribe(StripeSet.ALL, gop(1, 0, 1));
        assertEquals(1, viewer.received().writes);

        viewer.offer(deltas(1, 5), 0);

        assertEquals(range(0, 6), viewer.received().sequences);
        assertEquals(2, viewer.writes);
        assertEquals(6, counters.chunksOut());
    }

    @Test
    void sendsTheBacklogOfAStripeOnlyWhenItIsNew() throws ProtocolException {
        subscribe(StripeSet.of(List.of(0)), gop(1, 0, 4));
        subscribe(StripeSet.ALL, gop(1, 0, 4));

        assertEquals(List.of(0L, 2L, 1L, 3L), viewer.received().sequences);
    }

    @Test
    void sendsNothingOnceTheSetIsEmpty() throws ProtocolException {
        subscribe(StripeSet.ALL, gop(1, 0, 2));
        subscribe(StripeSet.NONE, gop(1, 0, 2));
        viewer.offer(deltas(2, 2), 0);

        assertEquals(List.of(0L, 1L), viewer.received().sequences);
    }

    @Test
    void beginsAtAKeyframeEvenIfThatIsOnAStripeNotSubscribed() throws ProtocolException {
        subscribe(StripeSet.of(List.of(1)), List.of());
        viewer.offer(deltas(0, 2), 0);
        viewer.offer(List.of(keyframe(1, 2), delta(1, 3)), 0);

        assertEquals(List.of(3L), viewer.received().sequences);
        assertEquals(0, viewer.queue.chunksDropped());
    }

    @Test
    void dropsToNextKeyframeWhenQueueIsFull() throws ProtocolException {
        subscribe(StripeSet.ALL, gop(1, 0, 1));
        viewer.block();
        viewer.offer(deltas(1, TOO_MANY), 0);
        viewer.unblock();
        viewer.offer(deltas(1 + TOO_MANY, 3), 0);
        viewer.offer(gop(1, 300, 3), 0);

        List<Long> sequences = viewer.received().sequences;
        int kept = sequences.size() - 3;
        assertEquals(range(0, kept), sequences.subList(0, kept));
        assertEquals(List.of(300L, 301L, 302L), sequences.subList(kept, kept + 3));
        assertEquals(1 + TOO_MANY + 3 - kept, viewer.queue.chunksDropped());
        assertEquals(viewer.queue.chunksDropped(), counters.chunksDropped());
    }

    @Test
    void dropsToNextKeyframeWhenTheEldestIsTooOld() throws ProtocolException {
        subscribe(StripeSet.ALL, gop(1, 0, 1));
        viewer.block();
        viewer.offer(deltas(1, 80), 0);
        viewer.offer(deltas(81, 1), nanos(QUEUE_MILLIS + 1));
        viewer.unblock();
        viewer.offer(deltas(82, 2), nanos(QUEUE_MILLIS + 2));
        viewer.offer(gop(1, 90, 2), nanos(QUEUE_MILLIS + 3));

        List<Long> sequences = viewer.received().sequences;
        int size = sequences.size();
        assertTrue(size < 80, "held back " + sequences);
        assertEquals(List.of(90L, 91L), sequences.subList(size - 2, size));
        assertEquals(range(0, size - 2), sequences.subList(0, size - 2));
    }

    @Test
    void dropsNothingOfAShortHiccup() throws ProtocolException {
        subscribe(StripeSet.ALL, gop(1, 0, 1));
        viewer.block();
        viewer.offer(deltas(1, 100), 0);
        viewer.unblock();
        viewer.offer(deltas(101, 2), nanos(QUEUE_MILLIS - 1));

        assertEquals(range(0, 103), viewer.received().sequences);
        assertEquals(0, viewer.queue.chunksDropped());
    }

    @Test
    void keepsItsOrderWhileChunksWait() throws ProtocolException {
        subscribe(StripeSet.ALL, gop(1, 0, 1));
        for (int round = 0; round < 20; round++) {
            viewer.block();
            viewer.offer(deltas(1 + round * 100L, 90), 0);
            viewer.unblock();
            viewer.offer(deltas(91 + round * 100L, 10), 0);
        }

        assertEquals(range(0, 2_001), viewer.received().sequences);
    }

    @Test
    void doesNotCountTheBacklogAsBeingBehind() throws ProtocolException {
        viewer.block();
        subscribe(StripeSet.ALL, gop(1, 0, 300));
        viewer.offer(deltas(300, 10), nanos(QUEUE_MILLIS + 500));
        viewer.unblock();

        assertEquals(range(0, 310), viewer.received().sequences);
    }

    @Test
    void givesNoSecondBacklogToWhoDoesNotTakeTheFirst() throws ProtocolException {
        viewer.block();
        for (int i = 0; i < 10; i++) {
            subscribe(StripeSet.NONE, List.of());
            subscribe(StripeSet.ALL, gop(1, 0, 300));
        }
        viewer.unblock();

        assertEquals(range(0, 300), viewer.received().sequences);
    }

    @Test
    void forgetsWhatWaitsWhenAGreaterEpochBegins() throws ProtocolException {
        subscribe(StripeSet.ALL, gop(1, 0, 1));
        viewer.block();
        viewer.offer(deltas(1, 100), 0);
        viewer.queue.onEpoch();
        viewer.offer(gop(2, 0, 3), 0);
        viewer.unblock();

        viewer.received();
        int size = viewer.epochs.size();
        assertTrue(size < 100);
        assertEquals(List.of(2L, 2L, 2L), viewer.epochs.subList(size - 3, size));
        assertEquals(0, viewer.queue.chunksDropped());
    }

    @Test
    void sendsAgainWhatFitsAndNamesTheRest() throws ProtocolException {
        subscribe(StripeSet.ALL, gop(1, 0, 1));
        viewer.block();
        viewer.offer(deltas(1, 100), 0);

        List<Long> refused = viewer.queue.resend(deltas(1, 64), 0);
        viewer.unblock();

        assertTrue(!refused.isEmpty() && refused.size() < 64, "refused " + refused.size());
        assertEquals(101 + 64 - refused.size(), viewer.received().sequences.size());
    }

    @Test
    void sendsNothingAfterItWasClosed() throws ProtocolException {
        subscribe(StripeSet.ALL, gop(1, 0, 1));
        viewer.queue.close();
        viewer.offer(gop(1, 2, 3), 0);
        viewer.queue.sendText("{}");
        viewer.queue.flush();

        assertEquals(List.of(0L), viewer.received().sequences);
        assertTrue(viewer.texts.isEmpty());
    }

    @Test
    void sharesOneFrameOfEachChunk() throws ProtocolException {
        subscribe(StripeSet.ALL, gop(1, 0, 1));
        Batch batch = Batch.of(List.of(delta(1, 1)), viewer.alloc(), 0);

        ByteBuf frame = batch.frames(0, 1);

        viewer.queue.offer(batch, 0);
        viewer.queue.flush();

        assertEquals(3, frame.refCnt());
        assertTrue(frame.isDirect());
        assertEquals(TestChunks.PAYLOAD_BYTES + Chunk.HEADER_BYTES + 4, batch.bytes());
        viewer.received();
        assertEquals(2, frame.refCnt());
        frame.release();
        batch.release();
    }
}
