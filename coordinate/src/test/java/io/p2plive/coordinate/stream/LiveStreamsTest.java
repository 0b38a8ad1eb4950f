/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import static io.p2plive.coordinate.stream.Pushes.epoch;
import static io.p2plive.coordinate.stream.Pushes.keyframe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.p2plive.id.StreamName;
import io.p2plive.loop.Loop;
import io.p2plive.protocol.StreamState;
import io.p2plive.testing.FakeLoop;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LiveStreamsTest {
    private static final StreamName A = new StreamName("a");
    private static final StreamName B = new StreamName("b");

    private final FakeLoop loop = new FakeLoop();
    private final LiveStreams streams = new LiveStreams(() -> loop, 10_000);
    private final RecordingOutlet outlet = new RecordingOutlet();

    private List<String> heard() {
        loop.runTasks();
        return outlet.takeHeard();
    }

    @Test
    void givesAnOutletEveryStreamWhicheverCameFirst() {
        streams.getOrCreate(A).begin(epoch(1));
        streams.attach(outlet);
        streams.getOrCreate(B).begin(epoch(2));
        assertEquals(List.of("open a 1", "open b 2"), heard());
    }

    @Test
    void givesADetachedOutletNothingMore() {
        LiveStream a = streams.getOrCreate(A);
        a.begin(epoch(1));
        streams.attach(outlet);
        heard();
        streams.detach(outlet);
        a.publish(keyframe(1, 0));
        streams.getOrCreate(B).begin(epoch(2));
        assertEquals(List.of(), heard());
    }

    /** An outlet that goes while a stream is being made, on another thread, must not stay with it for ever. */
    @Test
    void doesNotKeepAnOutletThatLeavesWhileAStreamIsMade() {
        AtomicReference<LiveStreams> all = new AtomicReference<>();
        all.set(new LiveStreams(() -> new BetweenTasks(loop, () -> all.get().detach(outlet)), 10_000));
        all.get().attach(outlet);
        all.get().getOrCreate(A).begin(epoch(1));
        assertEquals(List.of(), heard());
    }

    /** A loop at which something else happens just before the first task is handed over. */
    private static final class BetweenTasks implements Loop {
        private final FakeLoop loop;
        private Runnable event;

        BetweenTasks(FakeLoop loop, Runnable event) {
            this.loop = loop;
            this.event = event;
        }

        @Override
        public void execute(Runnable task) {
            Runnable first = event;
            event = () -> {};
            first.run();
            loop.execute(task);
        }

        @Override
        public Timer schedule(long delayMillis, Runnable task) {
            return loop.schedule(delayMillis, task);
        }

        @Override
        public Timer repeat(long periodMillis, Runnable task) {
            return loop.repeat(periodMillis, task);
        }

        @Override
        public boolean isCurrent() {
            return loop.isCurrent();
        }

        @Override
        public long nanoTime() {
            return loop.nanoTime();
        }
    }

    @Test
    void knowsEveryStreamThatWasEverPushed() {
        assertEquals(StreamState.WAITING, streams.summary(A).state());
        assertEquals(0, streams.all().size());
        streams.getOrCreate(A).begin(epoch(1));
        loop.runTasks();
        assertSame(streams.getOrCreate(A), streams.getOrCreate(A));
        assertEquals(StreamState.LIVE, streams.summary(A).state());
        assertEquals(List.of(streams.summary(A)), streams.summaries());
    }
}
