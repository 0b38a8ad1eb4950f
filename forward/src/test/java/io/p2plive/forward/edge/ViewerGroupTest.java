/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import static io.p2plive.forward.testing.TestChunks.gop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;
import io.p2plive.forward.stream.Backlog;
import io.p2plive.forward.testing.TestChunks;
import io.p2plive.id.StreamName;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.LinkMessage;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.StreamState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewerGroupTest {
    private static final LinkMessage.Stream LIVE = new LinkMessage.Stream(StreamName.DEFAULT, StreamState.LIVE, 2);

    private static final EdgeLimits LIMITS = new EdgeLimits(100, 100, 64 * 1024, 60_000, 60_000, 0);

    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final ViewerGroup group = new ViewerGroup(loop::add, LIMITS);
    private final EdgeCounters counters = new EdgeCounters();
    private final List<TestViewer> viewers = new ArrayList<>();

    @AfterEach
    void close() {
        viewers.forEach(TestViewer::finishAndReleaseAll);
    }

    private TestViewer join() {
        TestViewer viewer = new TestViewer(LIMITS, counters);
        viewers.add(viewer);
        group.post(joined -> {
            joined.add(viewer.queue);
            viewer.queue.subscribe(StripeSet.ALL, new Backlog(LIVE, List.of(), true), 0);
        });
        return viewer;
    }

    private void post(List<Chunk> chunks) {
        post(chunks, System.nanoTime());
    }

    private void post(List<Chunk> chunks, long bornNanos) {
        group.post(Batch.of(chunks, PooledByteBufAllocator.DEFAULT, bornNanos));
    }

    private void run() {
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
        }
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void deliversToAllInOneTaskHoweverMuchWaits() throws ProtocolException {
        TestViewer first = join();
        TestViewer second = join();
        post(gop(1, 0, 3));
        post(gop(1, 3, 3));

        assertEquals(1, loop.size());
        run();

        assertEquals(range(0, 6), first.received().sequences);
        assertEquals(range(0, 6), second.received().sequences);
    }

    @Test
    void keepsChunksAndJoinsInTheirOrder() throws ProtocolException {
        post(gop(1, 0, 3));
        TestViewer viewer = join();
        post(gop(1, 3, 3));
        run();

        assertEquals(range(3, 6), viewer.received().sequences);
    }

    @Test
    void letsOtherTasksInWhenThereIsTooMuchForOne() throws ProtocolException {
        TestViewer viewer = join();
        for (int i = 0; i < 400; i++) {
            post(gop(1, i, 1));
        }

        loop.remove().run();
        assertEquals(1, loop.size());
        run();

        assertEquals(range(0, 400), viewer.received().sequences);
    }

    @Test
    void oneWhoNeverReadsCostsTheOthersNothing() throws ProtocolException {
        TestViewer stuck = join();
        TestViewer well = join();
        run();
        stuck.block();
        for (int i = 0; i < 40; i++) {
            post(gop(1, i * 10L, 10));
            run();
            well.received();
        }

        assertEquals(range(0, 400), well.sequences);
        assertEquals(0, well.queue.chunksDropped());
        assertTrue(stuck.queue.chunksDropped() > 0);

        stuck.unblock();
        post(gop(1, 400, 2));
        run();
        List<Long> sequences = stuck.received().sequences;
        assertEquals(List.of(400L, 401L), sequences.subList(sequences.size() - 2, sequences.size()));
    }

    @Test
    void skipsToTheNextKeyframeWhenTheLoopItselfIsLate() throws ProtocolException {
        TestViewer viewer = join();
        post(gop(1, 0, 2));
        run();
        long longAgo = System.nanoTime() - TimeUnit.MINUTES.toNanos(2);
        post(gop(1, 2, 2), longAgo);
        post(gop(1, 4, 2).subList(1, 2));
        post(gop(1, 6, 2));
        run();

        assertEquals(List.of(0L, 1L, 6L, 7L), viewer.received().sequences);
        assertEquals(3, viewer.queue.chunksDropped());
    }

    @Test
    void dropsToNextKeyframeWhatALoopThatStandsStillCannotHold() throws ProtocolException {
        TestViewer viewer = join();
        run();
        int pictures = 5_000;
        post(gop(1, 0, 1));
        for (int sequence = 1; sequence < pictures; sequence++) {
            post(List.of(TestChunks.chunk(Chunk.FIRST, 1, sequence, Chunk.MAX_PAYLOAD_BYTES)));
        }
        run();
        int kept = viewer.received().sequences.size();
        post(gop(1, pictures, 3).subList(1, 3));
        post(gop(1, pictures + 10L, 2));
        run();

        assertTrue(kept > 3_000 && kept < pictures, "kept " + kept);
        assertEquals(range(0, kept), viewer.received().sequences.subList(0, kept));
        assertEquals(List.of(pictures + 10L, pictures + 11L), viewer.sequences.subList(kept, viewer.sequences.size()));
        assertEquals(pictures - kept + 2, viewer.queue.chunksDropped());
    }

    @Test
    void removesFromTheMiddle() throws ProtocolException {
        List<TestViewer> many = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            many.add(join());
        }
        run();
        for (int i = 0; i < 40; i += 3) {
            group.remove(many.get(i).queue);
            group.remove(many.get(i).queue);
        }
        post(gop(1, 0, 1));
        run();

        for (int i = 0; i < 40; i++) {
            assertEquals(i % 3 == 0 ? 0 : 1, many.get(i).received().sequences.size(), "viewer " + i);
        }
        assertEquals(26, group.size());
    }

    @Test
    void addsNobodyWhoLeftMeanwhile() {
        TestViewer viewer = join();
        viewer.queue.close();
        run();

        assertEquals(0, group.size());
    }

    @Test
    void closesAViewerThatFailsAndServesTheOthers() throws ProtocolException {
        TestViewer broken = join();
        TestViewer well = join();
        run();
        broken.breakDown();
        post(gop(1, 0, 3));
        run();

        assertEquals(range(0, 3), well.received().sequences);
        assertFalse(broken.isOpen());
    }
}
